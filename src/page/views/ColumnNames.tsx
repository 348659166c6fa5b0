import type {ReactNode} from 'react';

/** What stands where in the cards below, for the eye: the cards themselves are read out in sentences. */
export function ColumnNames(): ReactNode {
	return (
		<div className="column-names" aria-hidden="true">
			<span className="cell-index">Block</span>
			<span className="cell-bpm">Heart rate</span>
			<span className="cell-time">Time</span>
			<span className="cell-prev">PrevHash</span>
			<span className="cell-arrow" />
			<span className="cell-hash">Hash</span>
			<span className="cell-verdict" />
		</div>
	);
}
