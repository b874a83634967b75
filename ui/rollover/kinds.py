"""What the page of the new year shows beside what the groups panel shows anyway."""

KINDS = frozenset({
    "roll_overs", "roll_over_groups", "roll_over_coaches", "roll_over_choices", "licences", "seat_numbers"})
