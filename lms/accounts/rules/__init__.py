"""The rules of accounts: passwords, hats, links, sessions and extra codes."""
