"""The college: courses, exams and certificates for investigators of illicit trade."""
