import {type ReactNode, useId, useLayoutEffect, useRef} from 'react';
import {Icon} from './icons.tsx';

export interface DialogProps {
	readonly title: string;
	readonly onClose: () => void;
	readonly children: ReactNode;
	/** Stands beside the button that closes it. */
	readonly tools?: ReactNode;
	readonly size?: 'small' | 'large';
}

/**
 * A dialog over the page. The browser keeps the focus in it, closes it on Escape and gives the focus back; it closes
 * on a press beside it, too.
 */
export function Dialog({title, onClose, children, tools, size = 'small'}: DialogProps): ReactNode {
	const element = useRef<HTMLDialogElement>(null);
	const id = useId();
	// Before it leaves the page, or the browser could not give the focus back.
	useLayoutEffect(() => {
		const dialog = element.current;
		dialog?.showModal();
		const box = dialog?.querySelector<HTMLElement>('input[inputmode]');
		(box ?? dialog?.querySelector<HTMLElement>('.dialog-body'))?.focus();
		return () => dialog?.close();
	}, []);
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, and the button
		<dialog
			ref={element}
			className={`dialog dialog-${size}`}
			aria-labelledby={id}
			onCancel={event => {
				event.preventDefault();
				onClose();
			}}
			onClick={event => {
				if (event.target === event.currentTarget) onClose();
			}}
		>
			<div className="dialog-sheet">
				<header className="dialog-head">
					<h2 id={id}>{title}</h2>
					{tools}
					<button
						type="button"
						className="icon-button"
						onClick={onClose}
						aria-label="Close"
						title="Close (Esc)"
					>
						<Icon name="close" />
					</button>
				</header>
				{/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has only keys must be able to scroll it */}
				<section className="dialog-body" tabIndex={0} aria-labelledby={id}>
					{children}
				</section>
			</div>
		</dialog>
	);
}
