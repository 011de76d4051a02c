"""What learners do: enrol, read, sit exams; and `advance`, the one place where completion is decided."""
