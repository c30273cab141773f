// Validates a JSON document against a published JSON schema: node validate.js SCHEMA DOCUMENT
'use strict';

const fs = require('node:fs');
const { default: Ajv } = require('ajv');
const { default: AjvDraft04 } = require('ajv-draft-04');
const { default: addFormats } = require('ajv-formats');

const [schema, document] = process.argv.slice(2).map((path) => JSON.parse(fs.readFileSync(path, 'utf8')));

// The schemas are not ours: they use keywords that ajv's strict mode refuses, and patterns that are no Unicode expressions.
const isDraft04 = String(schema.$schema).includes('draft-04');
const ajv = new (isDraft04 ? AjvDraft04 : Ajv)({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats(ajv);

if (!ajv.validate(schema, document)) {
  for (const error of ajv.errors) console.error(`${process.argv[3]}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
  process.exitCode = 1;
}
