"""Running a college: backup, restore, doctor and the demonstration."""
