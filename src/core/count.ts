/** A whole number with thousands separated: `1,284`. */
export function formatCount(count: number): string {
	return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** How many of something: `1 reading`, `3 readings`. */
export function formatMany(count: number, one: string, many = `${one}s`): string {
	return `${formatCount(count)} ${count === 1 ? one : many}`;
}
