"""Stored queries and the editor as pages: forms, answers, and the same question for programs."""
