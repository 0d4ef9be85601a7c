"""Freedom in the World: ratings of political rights and civil liberties by Freedom House."""
