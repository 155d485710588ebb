"""What the scheduler and the job table call: fetch, call the service, nothing else."""

from factcheck.search.services.drain import index_jobs_drain as drain
from factcheck.search.services.fan_out import source_fan_out


def index_jobs_drain() -> None:
    drain()


def fan_out(source_id: int) -> None:
    source_fan_out(source_id=source_id)
