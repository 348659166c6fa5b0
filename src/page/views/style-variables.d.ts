import 'react';

declare module 'react' {
	/** The variables that the page hands to its style sheet. */
	interface CSSProperties {
		'--chip'?: string;
	}
}
