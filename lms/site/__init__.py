"""The start page per hat, navigation, language, help and health: pages stitched from many features."""
