"""Work that people wait for, such as an import: it goes on while they do something else."""
