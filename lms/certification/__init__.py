"""Certificates: eligibility, signed snapshots, PDF, public verification, revocation."""
