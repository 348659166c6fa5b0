import type {Slice} from '../chain-text.ts';

/** A canonical block; the values are all that is taken over. */
const block = /\{"Index":(\d+),"Timestamp":"([^"]*)","BPM":(-?\d+),"Hash":"([^"]*)","PrevHash":"([^"]*)"\}/g;

/** Blocks as `json.MarshalIndent(…, "", "  ")` of the tutorial writes them, each line after `margin`. */
function indent(text: string, margin: string): string {
	const [outer, inner] = [`\n${margin}`, `\n${margin}  `];
	return text.replace(
		block,
		`${margin}{${inner}"Index": $1,${inner}"Timestamp": "$2",${inner}"BPM": $3,${inner}"Hash": "$4",${inner}"PrevHash": "$5"${outer}}`,
	);
}

/** One canonical block, indented by two spaces (protocol section 11). */
export function indentBlock(text: string): string {
	return indent(text, '');
}

/** Consecutive blocks as they stand in the indented array of the whole chain, without a comma at either end. */
export function indentSlice({bytes}: Slice): string {
	return indent(bytes.toString('latin1'), '  ').replaceAll('},  {', '},\n  {');
}
