"""Asset checks on `records`: a batch with problems is never silently green."""

import warnings

from dagster import AssetCheckResult, AssetCheckSeverity, PreviewWarning, asset_check

from pipeline.assets.extract import records as records_asset
from pipeline.assets.ingest import batches
from pipeline.batch import Batch
from pipeline.facts import codes, failure_table, rows
from pipeline.resources import SiteResource

# Dagster calls checks of single partitions a preview; without them a check would speak of all batches at once.
warnings.filterwarnings("ignore", category=PreviewWarning)


@asset_check(asset=records_asset, partitions_def=batches)
def every_document_read(records: Batch, site: SiteResource) -> AssetCheckResult:
    """Every object of the batch is either a document or set aside with a reason; none is lost."""
    from pipeline.audit import batch_keys

    wanted = batch_keys(site.site, records.id)
    found = {key for member in records.members for key in member.keys} | {f.key for f in records.set_aside}
    lost = sorted(wanted - found)
    return AssetCheckResult(
        passed=not lost, metadata={"objects": len(wanted), "lost": rows(("key",), [(key,) for key in lost])}
    )


@asset_check(asset=records_asset, partitions_def=batches)
def nothing_set_aside(records: Batch) -> AssetCheckResult:
    """Warns with the reasons where documents could not be read."""
    return AssetCheckResult(
        passed=not records.set_aside,
        severity=AssetCheckSeverity.WARN,
        metadata={"set aside": failure_table(records.set_aside), **codes(records.set_aside)},
    )


@asset_check(asset=records_asset, partitions_def=batches)
def none_silently_empty(records: Batch, site: SiteResource) -> AssetCheckResult:
    """Warns of documents that were read and gave not one word, or words and not one value."""
    from pipeline.audit import empty_members

    empty = empty_members(site.site, records)
    return AssetCheckResult(
        passed=not empty,
        severity=AssetCheckSeverity.WARN,
        metadata={"empty": rows(("key", "why"), empty)},
    )


@asset_check(asset=records_asset, partitions_def=batches)
def totals_agree(records: Batch, site: SiteResource) -> AssetCheckResult:
    """What the families answered and what stands in the database are the same numbers of fields and cells."""
    from pipeline.audit import answered_totals, written_totals

    answered = answered_totals(site.site, records)
    written = written_totals(site.site, records)
    table = [(name, answered[name], written[name]) for name in answered]
    return AssetCheckResult(
        passed=answered == written, metadata={"totals": rows(("what", "answered", "written"), table)}
    )


CHECKS = [every_document_read, nothing_set_aside, none_silently_empty, totals_agree]
