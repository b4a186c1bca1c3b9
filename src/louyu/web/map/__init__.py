"""经济地图 map: buildings, streets, facilities and roads of one's scope, month by month."""
