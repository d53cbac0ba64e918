"""The parts of the sample documents: sheets of paper, scanners, cameras, and the people who do not exist."""
