"""Pictures of every panel and main dialog, on the made-up organisations of the demo."""
