"""GeoJSON: one FeatureCollection, read whole."""

import json
from collections.abc import Iterator
from pathlib import Path

from louyu.geography.kind import Feature, GeographyError


def geojson_features(file: Path) -> Iterator[Feature]:
    """The features of a GeoJSON file, their properties as they came."""
    try:
        said = json.loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise GeographyError("文件不是 UTF-8 编码的 GeoJSON，请另存为 UTF-8") from None
    except (json.JSONDecodeError, RecursionError):
        raise GeographyError("文件不是完整的 GeoJSON（JSON 无法解析），请重新导出") from None
    if not isinstance(said, dict) or said.get("type") != "FeatureCollection":
        raise GeographyError("GeoJSON 最外层应为 FeatureCollection")
    features = said.get("features")
    if not isinstance(features, list) or not features:
        raise GeographyError("文件里没有要素（features 为空）")
    for number, feature in enumerate(features, 1):
        said = feature if isinstance(feature, dict) else {}
        geometry, properties = said.get("geometry"), said.get("properties")
        yield Feature(
            f"第 {number} 个要素",
            properties if isinstance(properties, dict) else {},
            geometry if isinstance(geometry, dict) else {},
        )
