"""The learning agreement between participant, employer and training, and the confidentiality statement."""
