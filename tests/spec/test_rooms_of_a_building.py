"""Rooms: a list of rooms stands until the next one, and each room is there once in a month."""

from spec_world import World

WORLD = {
    "first": 202501,
    "until": 202504,
    "building": """
        building_code | building_name
        B1            | 一号楼
    """,
    "space": """
        month  | building_code | building_name | room | area
        202501 | B1            |               | 101  | 100
        202501 | B1            |               | 101  | 120
        202501 | B1            |               | 102  | 80
        202503 | B1            |               | 101  | 130
        202503 |               | 一号楼        | 101  | 140
        202503 | B1            |               | 102  | 90
    """,
}


def test_a_list_of_rooms_stands_until_the_next_and_its_last_word_on_a_room(world: World) -> None:
    rooms = sorted(world.rows("space", "room", "from_month", "to_month", "area", building="B1"))
    assert rooms == [
        ("101", 202501, 202502, 12000),
        # In March the list has the building under two names: such months are settled one by one.
        ("101", 202503, 202503, 14000),
        ("101", 202504, 202504, 14000),
        ("102", 202501, 202502, 8000),
        ("102", 202503, 202503, 9000),
        ("102", 202504, 202504, 9000),
    ]
