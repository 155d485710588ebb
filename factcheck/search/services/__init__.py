"""Writing to the index and keeping it true. Other rooms call these in the transaction of each change."""

from factcheck.search.services.drain import index_jobs_drain
from factcheck.search.services.jobs import (
    index_deletions_enqueue,
    index_job_enqueue,
    index_jobs_enqueue,
    source_fan_out_enqueue,
)

__all__ = [
    "index_deletions_enqueue",
    "index_job_enqueue",
    "index_jobs_drain",
    "index_jobs_enqueue",
    "source_fan_out_enqueue",
]
