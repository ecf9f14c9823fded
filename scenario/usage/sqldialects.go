package usage

import "strings"

// spark is the dialect of Spark SQL and Databricks, from version 3.4 on. A cast of a text
// that is none gives NULL there, or fails, by a setting of the session.
var spark = sqlDialect{
	dialect: dialect{
		Float: func(text string, _ numberStyle) string { return "try_cast(" + text + " AS DOUBLE)" },
		Tag:   func(object, key string) string { return sparkExtract(object, tagExpression(key)) },
		Matches: func(text, expression string) string {
			return "regexp_like(" + text + ", " + clickHouseLiteral(expression) + ")"
		},
		Extract: sparkExtract,
		Text:    sparkText,
		String:  func(x string) string { return "coalesce(CAST(" + x + " AS STRING), '')" },
		Trim:    func(text string) string { return "trim(" + text + ")" },
		Date:    sqlDate,
		Literal: clickHouseLiteral,
		Quote:   sparkQuote,
	},
	Decimal: func(text string) string { return sparkCast(text, "DECIMAL(38,18)", "a number") },
	Days:    dated(func(text string) string { return sparkCast(text, "DATE", "a day") }),
	Select:  sqlLayers(sparkQuote),
}

func sparkQuote(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// dated is the step to a day, whose text is 2026-03-14 where it is one.
func dated(cast func(text string) string) func(order string) []step {
	return func(order string) []step {
		return []step{{name: "azw_day", expression: cast(isoDay("azw_day_text", order))}}
	}
}

func sqlDate(day string) string { return "CAST(" + literal(day) + " AS DATE)" }

func sparkExtract(text, expression string) string {
	return "regexp_extract(" + text + ", " + clickHouseLiteral(expression) + ", 1)"
}

func sparkCast(text, kind, what string) string {
	return "coalesce(try_cast(" + text + " AS " + kind + "), CAST(raise_error(concat('not " + what + ": ', " + text + ")) AS " + kind + "))"
}

// sparkText tells a moment in UTC. Of a column of days or of tags it asks the table for the
// type.
func sparkText(column, kind string) string {
	switch kind = strings.ToLower(kind); {
	case nestedType(kind):
		return "coalesce(to_json(" + column + "), '')"
	case kind == ofDay || strings.HasPrefix(kind, "timestamp"):
		return "coalesce(CASE WHEN typeof(" + column + ") = 'timestamp' THEN CAST(to_utc_timestamp(" + column + ", current_timezone()) AS STRING) ELSE CAST(" + column + " AS STRING) END, '')"
	case kind == ofTags:
		return notNull("CASE WHEN typeof(" + column + ") = 'string' THEN CAST(" + column + " AS STRING) ELSE CAST(raise_error(concat('tags are of type ', typeof(" + column + "), ': list the columns with their types')) AS STRING) END")
	}
	return notNull("CAST(" + column + " AS STRING)")
}

// notNull is a text, or empty text of none: the word NULL is none, as in a file.
func notNull(text string) string {
	return "coalesce(nullif(nullif(" + text + ", 'NULL'), 'null'), '')"
}

// trino is the dialect of Trino, Athena and Presto. A cast of a text that is none fails.
var trino = sqlDialect{
	dialect: dialect{
		Float:   func(text string, _ numberStyle) string { return "TRY_CAST(" + text + " AS DOUBLE)" },
		Tag:     func(object, key string) string { return trinoExtract(object, tagExpression(key)) },
		Matches: func(text, expression string) string { return "regexp_like(" + text + ", " + literal(expression) + ")" },
		Extract: trinoExtract,
		Text:    trinoText,
		String:  func(x string) string { return "coalesce(CAST(" + x + " AS VARCHAR), '')" },
		Trim:    func(text string) string { return "trim(" + text + ")" },
		Date:    sqlDate,
		Literal: literal,
		Quote:   quote,
	},
	// Of a number such as 1.5E-7, which no decimal is read from, the nearest.
	Decimal: func(text string) string {
		return "CASE WHEN regexp_like(" + text + ", '[eE]') THEN CAST(CAST(" + text + " AS DOUBLE) AS DECIMAL(38,18)) ELSE CAST(" + text + " AS DECIMAL(38,18)) END"
	},
	Days:   dated(func(text string) string { return "CAST(" + text + " AS DATE)" }),
	Select: sqlLayers(quote),
}

func trinoExtract(text, expression string) string {
	return "coalesce(regexp_extract(" + text + ", " + literal(expression) + ", 1), '')"
}

// trinoText tells a moment in UTC. A map that is not stated cannot be cast there; a
// moment with a zone that is not stated is no day.
func trinoText(column, kind string) string {
	switch kind = strings.ToLower(kind); {
	case nestedType(kind):
		return "coalesce(json_format(CAST(" + column + " AS JSON)), '')"
	case strings.HasPrefix(kind, "timestamp") && strings.HasSuffix(kind, "with time zone"):
		return "coalesce(CAST(" + column + " AT TIME ZONE 'UTC' AS VARCHAR), '')"
	case kind == ofDay:
		return "coalesce(CASE WHEN typeof(" + column + ") LIKE '%with time zone' THEN concat('of type ', typeof(" + column + "), ': list the columns with their types') ELSE CAST(" + column + " AS VARCHAR) END, '')"
	}
	return notNull("CAST(" + column + " AS VARCHAR)")
}

// nestedType tells the types, in lower case, that become JSON.
func nestedType(kind string) bool {
	for _, prefix := range []string{"map", "struct", "row", "array"} {
		if strings.HasPrefix(kind, prefix) {
			return true
		}
	}
	return strings.HasSuffix(kind, "[]")
}

// printedClickHouse is the dialect of ClickHouse. The steps stand in one level: shards
// then give sums back.
var printedClickHouse = sqlDialect{
	dialect: withText(clickHouse, func(column, kind string) string {
		switch lower := strings.ToLower(kind); {
		case lower == ofDay:
			return "ifNull(CASE WHEN toTypeName(" + column + ") LIKE '%DateTime%' THEN concat('of type ', toTypeName(" + column + "), ': list the columns with their types') ELSE toString(" + column + ") END, '')"
		case untyped(lower) || lower == ofTags:
			kind = "String"
		case nestedType(lower): // JSON, unless the table has it as a text
			return "CASE WHEN toTypeName(" + column + ") LIKE '%String)' AND toTypeName(" + column + ") NOT LIKE '%Map(%' OR toTypeName(" + column + ") = 'String' THEN toString(" + column + ") ELSE toJSONString(" + column + ") END"
		case strings.HasPrefix(lower, "timestamp"):
			kind = "DateTime"
		}
		return clickHouseText(column, kind)
	}),
	Decimal: func(text string) string { return "toDecimal128(" + text + ", 18)" },
	Days: dated(func(text string) string { // toDate gives some date for the 31st of February
		return "(toDate(" + text + ") + throwIf(toString(toDate(" + text + ")) <> " + text + "))"
	}),
	Select: func(from string, steps []step, chosen []selected, tail string) string {
		return renamed("WITH\n  "+lines(steps)+"\n", from, chosen, tail, clickHouseQuote)
	},
}

// printedKusto is the dialect of Azure Data Explorer and Fabric's eventhouses, in KQL.
var printedKusto = sqlDialect{
	dialect: withText(kusto, func(column, kind string) string {
		switch lower := strings.ToLower(kind); {
		case untyped(lower) || lower == ofDay || lower == ofTags:
			kind = "string"
		case strings.HasPrefix(lower, "timestamp"):
			kind = "datetime"
		}
		return kustoText(column, kind)
	}),
	Decimal: func(text string) string { return "todecimal(" + text + ")" },
	Days:    kustoDay,
	Marks:   true,
	Select: func(from string, steps []step, chosen []selected, tail string) string {
		var inner, outer []string
		for _, c := range chosen {
			inner, outer = append(inner, c.expression+" AS "+c.name), append(outer, kustoName(c.result)+" = "+c.name)
		}
		return kustoQuery(from, steps, 0, strings.Join(inner, ", "), tail) + "\n| project " + strings.Join(outer, ",\n    ")
	},
}

func withText(d dialect, text func(column, kind string) string) dialect {
	d.Text = text
	return d
}
