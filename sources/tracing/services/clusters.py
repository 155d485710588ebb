"""Clusters: claims that are linked or confirmed to be the same, gathered over any number of steps."""

from collections.abc import Collection

from django.db.models import Q

from sources.tracing.models import Appearance, Cluster, ClusterMember

_TOGETHER = (Appearance.State.LINKED, Appearance.State.CONFIRMED)
_BATCH = 400


def clusters_rebuild(*, claim_ids: Collection[int]) -> set[int]:
    """Bring the clusters of the claims, and of all that are or were with them, in line with their appearances.

    Returns the ids of the claims whose cluster changed. A cluster keeps its address while any of its claims stays
    with the oldest of them; a claim that is with no other is in none.
    """
    before = _mates(set(claim_ids)) | set(claim_ids)
    components = _components(before)
    everybody = {i for component in components for i in component} | before
    current = dict(ClusterMember.objects.filter(claim__in=everybody).values_list("claim_id", "cluster_id"))
    wanted: dict[int, int] = {}
    taken: set[int] = set()
    for component in sorted(components, key=min):
        if len(component) < 2:
            continue
        present = [current[i] for i in sorted(component) if i in current and current[i] not in taken]
        cluster_id = present[0] if present else Cluster.objects.create().id
        taken.add(cluster_id)
        wanted |= dict.fromkeys(component, cluster_id)
    changed = {i for i in everybody if current.get(i) != wanted.get(i)}
    ClusterMember.objects.filter(claim__in=changed).delete()
    ClusterMember.objects.bulk_create(
        [ClusterMember(claim_id=i, cluster_id=wanted[i]) for i in sorted(changed) if i in wanted],
        batch_size=_BATCH,
    )
    Cluster.objects.filter(id__in=set(current.values()) - taken, members=None).delete()
    return changed


def _mates(claim_ids: set[int]) -> set[int]:
    clusters = ClusterMember.objects.filter(claim__in=claim_ids).values("cluster")
    return set(ClusterMember.objects.filter(cluster__in=clusters).values_list("claim_id", flat=True))


def _components(claim_ids: set[int]) -> list[set[int]]:
    """Return the connected components that the claims are in, one query for each step outwards."""
    links: set[tuple[int, int]] = set()
    known, front = set(claim_ids), set(claim_ids)
    while front:
        rows = set(
            Appearance.objects.filter(Q(earlier__in=front) | Q(later__in=front), state__in=_TOGETHER).values_list(
                "earlier_id", "later_id"
            )
        )
        links |= rows
        front = {i for pair in rows for i in pair} - known
        known |= front
    root = {i: i for i in known}

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for left, right in links:
        root[find(left)] = find(right)
    gathered: dict[int, set[int]] = {}
    for i in known:
        gathered.setdefault(find(i), set()).add(i)
    return list(gathered.values())
