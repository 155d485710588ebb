from django.db import models


class Job(models.Model):
    """A piece of work that must be done once, stored in the same transaction as what made it necessary.

    A worker claims a row by a guarded UPDATE and holds it until ``leased_until``; a worker that dies lets the lease run
    out and another takes it up. ``key`` names the work: while a job with a key is open, no second one is queued.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=128)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=models.Q(state__in=["queued"]),
                name="core_job_one_queued_per_key",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running", "done", "failed"]), name="core_job_state_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "run_after"], name="core_job_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"
