"""Everything that writes claims and their anchors."""

from factcheck.claims.services.anchors import anchor_create
from factcheck.claims.services.edits import claim_create, claim_edit
from factcheck.claims.services.reanchor import claims_reanchor
from factcheck.claims.services.store import analysis_store, version_analyse

__all__ = ["analysis_store", "anchor_create", "claim_create", "claim_edit", "claims_reanchor", "version_analyse"]
