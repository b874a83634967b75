"""The licences panel: seats bought and used, the dates that matter, and who has a seat."""
