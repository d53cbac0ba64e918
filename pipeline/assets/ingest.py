"""Group "ingest": from objects of the bucket to pages with words and regions, one batch at a time."""

from typing import Any

from dagster import (
    AssetExecutionContext,
    DynamicPartitionsDefinition,
    Output,
    PythonObjectDagsterType,
    asset,
    make_python_type_usable_as_dagster_type,
)

from pipeline.batch import Batch
from pipeline.facts import Clock, batch_facts
from pipeline.outages import retry_outages
from pipeline.resources import SiteResource

BATCH = PythonObjectDagsterType(Batch, name="Batch", description="Ids of documents, and what was set aside so far.")
make_python_type_usable_as_dagster_type(Batch, BATCH)
BATCHES = "batches"
batches = DynamicPartitionsDefinition(name=BATCHES)
"""One partition for each batch of documents, never one for each document; the database knows the documents."""


@asset(group_name="ingest", partitions_def=batches, kinds={"python", "pdf"})
@retry_outages
def documents(context: AssetExecutionContext, site: SiteResource) -> Output[Batch]:
    """The objects of the batch, kept by content and opened; what cannot be opened is set aside with the reason."""
    from pipeline.stages import open_batch

    clock = Clock()
    batch = open_batch(site.site, context.partition_key, clock.note)
    return Output(batch, metadata=batch_facts(batch, clock))


@asset(group_name="ingest", partitions_def=batches, kinds={"python"})
@retry_outages
def page_images(context: AssetExecutionContext, documents: Batch, site: SiteResource) -> Output[Batch]:
    """A picture of every page as it is displayed."""
    from extractors.read.images import page_image

    return _read(site, documents, page_image, "page_images")


@asset(group_name="ingest", partitions_def=batches, kinds={"python", "tesseract"})
@retry_outages
def page_text(context: AssetExecutionContext, page_images: Batch, site: SiteResource) -> Output[Batch]:
    """The words of every page with boxes and confidences: from the text layer where it is good, else by OCR."""
    from extractors.read.words import page_words

    return _read(site, page_images, page_words, "page_text")


@asset(group_name="ingest", partitions_def=batches, kinds={"python", "opencv"})
@retry_outages
def page_layout(context: AssetExecutionContext, page_text: Batch, site: SiteResource) -> Output[Batch]:
    """Regions of every page in reading order, and which families apply to it."""
    from extractors.read.regions import page_regions

    return _read(site, page_text, page_regions, "page_layout")


def _read(site: SiteResource, before: Batch, step: Any, stage: str) -> Output[Batch]:
    from pipeline.stages import read_batch

    clock = Clock()
    batch = read_batch(site.site, before, step, stage, clock.note)
    return Output(batch, metadata=batch_facts(batch, clock))


PAGE_ASSETS = [documents, page_images, page_text, page_layout]
