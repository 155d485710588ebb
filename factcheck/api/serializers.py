"""What all request bodies share."""

from typing import Any

from rest_framework import serializers


class StrictSerializer(serializers.Serializer[Any]):
    """A body in which a field that is not known is an error, so that a typing mistake never goes unnoticed."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            known = sorted(name for name, field in self.fields.items() if not field.read_only)
            unknown = {
                name: [
                    serializers.ErrorDetail(f"There is no field “{name}” here. Known: {', '.join(known)}.", "unknown")
                ]
                for name in data
                if name not in known
            }
            if unknown:
                raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


class SegmentSerializer(StrictSerializer):
    """A stretch of a text: code-point offsets, end exclusive."""

    start = serializers.IntegerField(min_value=0, max_value=2_000_000)
    end = serializers.IntegerField(min_value=1, max_value=2_000_000)

    class Meta:
        ref_name = "Segment"

    def validate(self, attrs: dict[str, int]) -> dict[str, int]:
        if attrs["start"] >= attrs["end"]:
            raise serializers.ValidationError("A segment ends after it starts.", code="empty")
        return attrs
