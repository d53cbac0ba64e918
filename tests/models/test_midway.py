"""What happens once on the way of a training."""

from tests.models.test_encoder import few_buckets, pages, tiny  # noqa: F401


def test_midway_is_told_once_and_the_last_weights_are_kept(tmp_path):
    from models.training import Midway, TrainOptions, train

    lessons, passes, told = pages(), [], []

    def source(number):
        passes.append(number)
        return lessons

    options = TrainOptions(
        steps=12, learning_rate=1e-2, warmup=1, nodes=64, threads=1, text_dropout=0.0, evaluate_every=4
    )
    log = train(tiny(), source, options, tmp_path, lessons[:2], midway=Midway(0.5, lambda: told.append(len(passes))))
    assert len(told) == 1
    assert 0 < told[0] <= len(passes)
    assert [entry["step"] for entry in log if "eval_mistakes" in entry] == [4, 8, 12]
