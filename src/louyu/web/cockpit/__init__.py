"""驾驶舱 cockpit: the first page, streets, buildings, and the way to a number's rows."""
