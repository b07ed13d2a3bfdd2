"""The page: it shows what `pinkpref` computes, and computes nothing itself."""
