"""What operators do: back up, restore, examine, demonstrate."""
