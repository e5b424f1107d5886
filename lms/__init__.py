"""Samenloop, the learning environment of De Effectieve Klantmanager Sociaal Domein."""
