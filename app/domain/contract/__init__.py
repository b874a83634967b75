"""The contract from order to end: who may bind, which days count, what changes, what ends. Pure, by profile."""
