"""JSON schemas of the Reconciliation Service API 0.2, written from the text of its report.

No package carries those of the report itself. Each requirement below is one that the text or its own schemas
state; where a form allows no other members, these are refused here too.

Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from jsonschema import Draft202012Validator

TEXT = {"type": "string", "minLength": 1}
ANY_TEXT = {"type": "string"}
ADDRESS = {"type": "string", "pattern": "^https?://[^ ]+$"}
FLAG = {"type": "boolean"}
TEMPLATE = {"type": "string", "pattern": r"^https?://[^ ]*\{\{id\}\}[^ ]*$"}


def record(required, optional=None, closed=True):
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        **({"additionalProperties": False} if closed else {}),
    }


def several(items):
    return {"type": "array", "items": items}


def by_key(values):
    return {"type": "object", "additionalProperties": values}


# 2.2 and 2.3: types and properties
TYPE = {
    "type": record(
        {"id": TEXT, "name": TEXT}, {"description": TEXT, "broader": several({"$ref": "#/$defs/type"})}
    )
}
NAMED = record({"id": TEXT, "name": TEXT})
PROPERTY = record({"id": TEXT, "name": TEXT}, {"description": TEXT})

# 3.1: the manifest; 5.1: the metadata of suggest services; 6.1: of data extension
SUGGEST = record(
    {"service_url": ADDRESS, "service_path": {"type": "string", "pattern": "^/"}},
    {"flyout_service_url": ADDRESS, "flyout_service_path": {"type": "string", "pattern": r"\$\{id\}"}},
)


def setting(kind, default, more=None):
    return record(
        {"name": TEXT, "label": TEXT, "type": {"const": kind}, **(more or {})},
        {"default": default, "help_text": TEXT},
    )


SETTING = {
    "oneOf": [
        setting("number", {"type": "number"}),
        setting("text", ANY_TEXT),
        setting("checkbox", FLAG),
        setting("select", ANY_TEXT, {"choices": several(record({"value": ANY_TEXT, "name": TEXT}))}),
    ]
}
MANIFEST = record(
    {
        "versions": {**several(TEXT), "contains": {"const": "0.2"}},
        "name": TEXT,
        "identifierSpace": ADDRESS,
        "schemaSpace": ADDRESS,
    },
    {
        "defaultTypes": {**several(NAMED), "uniqueItems": True},
        "documentation": ADDRESS,
        "logo": ADDRESS,
        "serviceVersion": TEXT,
        "view": record({"url": TEMPLATE}),
        "feature_view": record({"url": TEMPLATE}),
        "preview": record({"url": TEMPLATE, "width": {"type": "integer"}, "height": {"type": "integer"}}),
        "suggest": record({}, {"entity": SUGGEST, "property": SUGGEST, "type": SUGGEST}),
        "extend": record(
            {},
            {
                "propose_properties": record({"service_url": ADDRESS, "service_path": TEXT}),
                "property_settings": several(SETTING),
            },
        ),
        "batchSize": {"type": "integer", "minimum": 1},
    },
)

# 4.1: queries
VALUE = {"anyOf": [ANY_TEXT, {"type": "number"}, FLAG, record({"id": TEXT}, {"name": ANY_TEXT})]}
QUERIES = by_key(
    {
        **record(
            {},
            {
                "query": TEXT,
                "type": {"anyOf": [ANY_TEXT, several(ANY_TEXT)]},
                "limit": {"type": "number"},
                "properties": several(record({"pid": TEXT, "v": {"anyOf": [VALUE, several(VALUE)]}})),
                "type_strict": {"enum": ["any", "all", "should"]},
            },
        ),
        "anyOf": [
            {"required": ["query"]},
            {"required": ["properties"], "properties": {"properties": {"minItems": 1}}},
        ],
    }
)

# 4.2: candidates
CANDIDATE = record(
    {"id": TEXT, "name": TEXT, "score": {"type": "number"}},
    {
        "description": ANY_TEXT,
        "type": several({"anyOf": [NAMED, TEXT]}),
        "features": several(record({"id": TEXT, "value": {"type": ["number", "boolean"]}})),
        "match": FLAG,
    },
)
RESULTS = by_key(record({"result": several(CANDIDATE)}))

# 5.3: suggestions; 5.5: flyouts
ENTITIES = record(
    {
        "result": several(
            record(
                {"id": TEXT, "name": TEXT},
                {"description": ANY_TEXT, "notable": several({"anyOf": [NAMED, TEXT]})},
            )
        )
    }
)
PROPERTIES = record({"result": several(PROPERTY)})
TYPES = {"$defs": TYPE, **record({"result": several({"$ref": "#/$defs/type"})})}
FLYOUT = record({"id": TEXT, "html": TEXT})

# 6.2 to 6.4: data extension
PROPOSAL = record({"properties": several(NAMED), "type": TEXT}, {"limit": {"type": "number"}})
EXTENSION_QUERY = record(
    {"ids": several(ANY_TEXT), "properties": several(record({"id": TEXT}, {"settings": {"type": "object"}}))}
)
MOMENT = (
    r"^-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?$"
)
CELL = {
    "oneOf": [
        record({}),
        record({"id": TEXT, "name": TEXT}, {"description": ANY_TEXT}),
        record({"str": ANY_TEXT}),
        record({"float": {"type": "number"}}),
        record({"int": {"type": "integer"}}),
        record({"date": {"type": "string", "pattern": MOMENT}}),
    ]
}
EXTENSION = record(
    {
        "meta": several(
            record(
                {"id": TEXT, "name": TEXT}, {"type": record({"id": TEXT}, {"name": TEXT}), "service": ADDRESS}
            )
        ),
        "rows": by_key(by_key(several(CELL))),
    }
)
ALL = {
    "manifest": MANIFEST,
    "queries": QUERIES,
    "results": RESULTS,
    "entities": ENTITIES,
    "properties": PROPERTIES,
    "types": TYPES,
    "flyout": FLYOUT,
    "proposal": PROPOSAL,
    "extension-query": EXTENSION_QUERY,
    "extension": EXTENSION,
}


def check(name, document):
    """Fail with all that a document has wrong."""
    found = [
        f"{each.json_path}: {each.message}" for each in Draft202012Validator(ALL[name]).iter_errors(document)
    ]
    assert found == [], found


def is_valid(name, document):
    return Draft202012Validator(ALL[name]).is_valid(document)
