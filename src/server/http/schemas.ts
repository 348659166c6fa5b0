import {limits} from '../../core/limits.ts';
import {problemCodes} from './problem.ts';

const wholeNumber = {type: 'integer', minimum: 0} as const;
const hash = {type: 'string', pattern: '^[0-9a-f]{64}$'} as const;
const text = {type: 'string'} as const;

/** An object with all of `properties`. */
function object(properties: Readonly<Record<string, object>>, description?: string): object {
	return {
		type: 'object',
		...(description !== undefined && {description}),
		properties,
		required: Object.keys(properties),
	};
}

const block = {
	type: 'object',
	description: 'A block, with exactly these keys in this order (protocol section 1).',
	properties: {
		Index: wholeNumber,
		Timestamp: {type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$'},
		BPM: {type: 'integer', minimum: limits.bpmMin, maximum: limits.bpmMax},
		Hash: hash,
		PrevHash: {type: 'string', pattern: '^([0-9a-f]{64})?$'},
	},
	required: ['Index', 'Timestamp', 'BPM', 'Hash', 'PrevHash'],
	additionalProperties: false,
} as const;

const link = {type: ['string', 'null'], pattern: '^/blocks\\?from=\\d+&limit=\\d+$'} as const;

/** What the answers over HTTP look like, by name: the schemas of the OpenAPI document. */
export const schemas = {
	Block: block,
	Chain: {type: 'array', items: {$ref: '#/components/schemas/Block'}, minItems: 1},
	Reading: {
		type: 'object',
		description: 'A reading. The key may be written in any case, other keys are ignored.',
		properties: {BPM: {type: 'integer', description: 'Within the range that the hub accepts.'}},
		required: ['BPM'],
	},
	Page: object(
		{
			blocks: {type: 'array', items: {$ref: '#/components/schemas/Block'}, maxItems: limits.httpBlocksMax},
			from: {...wholeNumber, description: 'Index of the first block, where there is one.'},
			height: {...wholeNumber, description: 'Index of the newest block of the chain.'},
			next: {...link, description: 'Where the blocks after these are; null at the end of the chain.'},
			previous: {...link, description: 'Where the blocks before these are; null at its beginning.'},
		},
		'A part of the chain.',
	),
	Tip: object(
		{
			height: wholeNumber,
			index: {...wholeNumber, description: 'The same as height.'},
			hash,
			genesis: {...hash, description: 'Hash of the first block.'},
			ledger: {...text, description: 'Random id of the ledger.'},
		},
		'The newest block.',
	),
	Status: {
		...object(
			{
				hub: {...text, description: 'Program and version.'},
				height: wholeNumber,
				tip: hash,
				genesis: hash,
				ledger: text,
				durable: {type: 'boolean'},
				range: {...text, description: 'The readings that are taken, as in "1 to 999".'},
				connections: wholeNumber,
				healthy: {type: 'boolean', description: 'Whether the ledger can store.'},
			},
			'How the hub does; docs/operations.md says what each name means, and has more of them.',
		),
		additionalProperties: {type: ['string', 'number', 'boolean', 'null']},
	},
	Error: object({
		error: object({
			code: {type: 'string', enum: Object.keys(problemCodes)},
			message: {...text, description: 'A sentence that says what was wrong and what to do.'},
		}),
	}),
} as const;
