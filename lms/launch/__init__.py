"""What ./start and ./test need before the packages of Samenloop are there: only the standard library."""
