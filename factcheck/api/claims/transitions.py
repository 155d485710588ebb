"""The state machine over REST: for people, each step naming the version that it saw."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.claims.schema import ClaimPart
from factcheck.api.claims.views import ClaimScope
from factcheck.api.etags import expected_version
from factcheck.api.parameters import IF_MATCH
from factcheck.api.permissions import person_of
from factcheck.api.serializers import StrictSerializer
from factcheck.claims.models import Claim
from factcheck.review import states
from factcheck.review.policies import available_actions
from factcheck.review.services import claim_transition
from factcheck.review.types import TransitionData

ACTIONS = [transition.action for transition in states.TRANSITIONS if transition.role != states.SYSTEM]
PROPOSED_FINDINGS = [choice for choice in Claim.Finding.choices if choice[0] != Claim.Finding.PENDING]


class TransitionBody(StrictSerializer):
    """Which fields count depends on the action; GET …/actions/ says which it takes now and which it needs."""

    action = serializers.ChoiceField(choices=ACTIONS)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    public_note = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    finding = serializers.ChoiceField(choices=PROPOSED_FINDINGS, required=False, help_text="of the originator")
    hop_findings = serializers.DictField(
        child=serializers.ChoiceField(choices=Claim.Finding.choices), required=False, help_text="of further hops, by id"
    )
    verdict = serializers.ChoiceField(choices=Claim.Verdict.choices, required=False, allow_null=True)
    rationale = serializers.CharField(required=False, allow_blank=True, max_length=100_000)
    evidence = serializers.ListField(
        child=serializers.CharField(max_length=30),
        required=False,
        max_length=500,
        help_text="ids; left out: all evidence of the claim that is not withdrawn",
    )
    discard_reason = serializers.ChoiceField(choices=Claim.DiscardReason.choices, required=False)
    duplicate_of = serializers.CharField(required=False, max_length=30, help_text="a claim's id")

    class Meta:
        ref_name = "Transition"


class ActionPart(serializers.Serializer[Any]):
    name = serializers.ChoiceField(choices=ACTIONS)
    label = serializers.CharField()  # type: ignore[assignment]
    to_state = serializers.ChoiceField(choices=Claim.State.choices)
    fields_taken = serializers.ListField(child=serializers.CharField())
    fields_required = serializers.ListField(child=serializers.CharField())

    class Meta:
        ref_name = "Action"


class ActionList(serializers.Serializer[Any]):
    version = serializers.IntegerField(help_text="the number to name in If-Match")
    actions = ActionPart(many=True)


class ClaimTransitionViewSet(ClaimScope):
    for_people = frozenset({"actions", "create"})
    header_parameters = {"create": [IF_MATCH]}
    listing = frozenset()

    @extend_schema(responses=ActionList, summary="What you may do with a claim now")
    def actions(self, request: Request, public_id: str) -> Response:
        claim = self.claim(public_id)
        possible = available_actions(claim=claim, user=person_of(request))
        return Response(
            {
                "version": claim.version,
                "actions": [
                    {
                        "name": action.name,
                        "label": action.label,
                        "to_state": action.to_state,
                        "fields_taken": list(action.fields),
                        "fields_required": list(action.required),
                    }
                    for action in possible
                ],
            }
        )

    @extend_schema(
        request=TransitionBody,
        responses={
            200: ClaimPart,
            409: OpenApiResponse(description="Not possible now; `allowed` lists what is."),
            412: OpenApiResponse(description="The claim has changed since the version that If-Match names."),
            422: OpenApiResponse(description="Something is missing; `errors` names it."),
            428: OpenApiResponse(description="If-Match is missing."),
        },
        examples=[
            OpenApiExample("Take it up", {"action": "start"}, request_only=True),
            OpenApiExample(
                "Propose a verdict",
                {
                    "action": "propose",
                    "finding": "confirmed",
                    "verdict": "contested",
                    "rationale": "The ministry's own figures say otherwise.",
                },
                request_only=True,
            ),
        ],
        summary="Take a claim one step on",
    )
    def create(self, request: Request, public_id: str) -> Response:
        claim = self.claim(public_id)
        version = expected_version(request)
        body = TransitionBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        action = given.pop("action")
        if "evidence" in given:
            given["evidence"] = tuple(given["evidence"])
        claim_transition(
            claim_id=claim.id,
            action=action,
            actor=person_of(request),
            expected_version=version,
            data=TransitionData(**given),
        )
        return self.shown(public_id)
