"""Group "extract": one asset for each family of the registry, and `records`, the only one that writes rows."""

from dagster import AssetExecutionContext, AssetIn, AssetsDefinition, Output, asset

from extractors.registry import FAMILIES
from pipeline.assets.ingest import BATCH, batches
from pipeline.batch import Batch
from pipeline.facts import Tally, rows
from pipeline.outages import retry_outages
from pipeline.resources import SiteResource

ABOUT = {
    "forms": "Keys and values of forms: AcroForm values, labels with what stands beside or below, check boxes.",
    "tables": "Tables as grids of typed cells, ruled or not, across pages.",
    "id_cards": "Fields of passports, visas, cards and licences: machine-readable zone, barcode, print.",
}


def family_asset(family: str) -> AssetsDefinition:
    """The asset of a family; its value is the batch, its answers are artifacts."""

    @asset(name=family, description=ABOUT.get(family), group_name="extract", partitions_def=batches, kinds={"python"})
    @retry_outages
    def answers(context: AssetExecutionContext, page_layout: Batch, site: SiteResource) -> Output[Batch]:
        from pipeline.stages import ask_batch

        tally = Tally(preview=site.site.settings.preview and family != "id_cards")
        batch = ask_batch(site.site, page_layout, family, tally.note)
        return Output(batch, metadata=tally.facts(batch))

    return answers


@asset(
    ins={family: AssetIn(family, dagster_type=BATCH) for family in FAMILIES},
    group_name="extract",
    partitions_def=batches,
    kinds={"python", "sql"},
)
@retry_outages
def records(context: AssetExecutionContext, page_layout: Batch, site: SiteResource, **asked: Batch) -> Output[Batch]:
    """Rows of the database, one transaction for each document; running it again changes nothing."""
    from pipeline.overlays import draw_samples
    from pipeline.stages import finish, write_batch

    tally = Tally()
    batch = write_batch(site.site, page_layout, asked, tally.note)
    finish(site.site, batch.id, bool(batch.set_aside))
    drawn = [(str(path),) for path in draw_samples(site.site, batch)]
    return Output(batch, metadata=tally.facts(batch) | {"overlays": rows(("picture",), drawn)})


FAMILY_ASSETS = [family_asset(family) for family in FAMILIES]
