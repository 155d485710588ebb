"""Indices and aliases. A kind has one alias that is read and one that is written; both point to its current index."""

from datetime import UTC

from elasticsearch import BadRequestError, Elasticsearch, NotFoundError

from factcheck.core import clock
from factcheck.search.backends.elasticsearch.mappings import index_body
from factcheck.search.schema import KINDS


class Indices:
    """What exists under a prefix."""

    def __init__(self, client: Elasticsearch, prefix: str) -> None:
        self._client = client
        self.prefix = prefix

    def read_alias(self, kind: str) -> str:
        return f"{self.prefix}-{kind}"

    def write_alias(self, kind: str) -> str:
        return f"{self.prefix}-{kind}-write"

    def ensure(self) -> None:
        """Create a first index for each kind without one. Its name is fixed, so two workers cannot make two."""
        aliases = self._aliases()
        for kind in KINDS:
            if self.read_alias(kind) in aliases and self.write_alias(kind) in aliases:
                continue
            try:
                self._client.indices.create(
                    index=f"{self.prefix}-{kind}-00000000000000",
                    aliases={self.read_alias(kind): {}, self.write_alias(kind): {}},
                    **index_body(kind),
                )
            except BadRequestError as error:
                if error.error != "resource_already_exists_exception":
                    raise

    def create(self, kind: str) -> str:
        """Create an index that no alias points to, named by the time."""
        name = f"{self.prefix}-{kind}-{clock.now().astimezone(UTC):%Y%m%d%H%M%S%f}"
        self._client.indices.create(index=name, **index_body(kind))
        return name

    def switch(self, kind: str, target: str) -> None:
        """Point both aliases to ``target`` and drop what they pointed to, in one step."""
        old = set(self._aliases().get(self.read_alias(kind), ())) - {target}
        actions = [{"remove_index": {"index": name}} for name in sorted(old)]
        actions += [
            {"add": {"index": target, "alias": alias}} for alias in (self.read_alias(kind), self.write_alias(kind))
        ]
        self._client.indices.update_aliases(actions=actions)

    def discard(self, target: str) -> None:
        current = {name for names in self._aliases().values() for name in names}
        if target not in current:
            self._client.indices.delete(index=target, ignore_unavailable=True)

    def drop_all(self) -> None:
        names = list(self._client.indices.get(index=f"{self.prefix}-*", expand_wildcards="all"))
        if names:
            self._client.indices.delete(index=names, ignore_unavailable=True)

    def _aliases(self) -> dict[str, list[str]]:
        """Return the names of the indices that each alias under the prefix points to."""
        try:
            answer = self._client.indices.get_alias(name=f"{self.prefix}-*")
        except NotFoundError:
            return {}
        found: dict[str, list[str]] = {}
        for name, about in answer.items():
            for alias in about["aliases"]:
                found.setdefault(alias, []).append(name)
        return found
