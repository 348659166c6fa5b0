/** The three hubs of the lab and the three wires between them: a triangle. */
export const hubNames = ['A', 'B', 'C'] as const;
export type HubName = (typeof hubNames)[number];

/** Each wire is named by its ends; the first one dials the second. */
export const wireNames = ['AB', 'BC', 'AC'] as const;
export type WireName = (typeof wireNames)[number];

export type PerHub<T> = Readonly<Record<HubName, T>>;
export type PerWire<T> = Readonly<Record<WireName, T>>;

/** A value for each hub. */
export function perHub<T>(make: (hub: HubName) => T): PerHub<T> {
	return {A: make('A'), B: make('B'), C: make('C')};
}

/** A value for each wire. */
export function perWire<T>(make: (wire: WireName) => T): PerWire<T> {
	return {AB: make('AB'), BC: make('BC'), AC: make('AC')};
}

/** The hubs at the ends of a wire. */
export function endsOf(wire: WireName): readonly [dials: HubName, answers: HubName] {
	return [wire[0] as HubName, wire[1] as HubName];
}

/** The wires of a hub. */
export function wiresOf(hub: HubName): readonly WireName[] {
	return wireNames.filter(wire => wire.includes(hub));
}

/** The wire between two different hubs. */
export function wireBetween(a: HubName, b: HubName): WireName {
	return wireNames.find(wire => wire.includes(a) && wire.includes(b))!;
}

/** The hubs besides these, in their order. */
export function hubsBesides(hubs: readonly HubName[]): readonly HubName[] {
	return hubNames.filter(hub => !hubs.includes(hub));
}
