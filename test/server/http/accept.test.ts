import {expect, it} from 'vitest';
import {chooseForm} from '../../../src/server/http/accept.ts';

it.each([
	// What browsers send for a page.
	['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', 'page'],
	['text/html', 'page'],
	['TEXT/HTML; q=0.5', 'page'],
	['text/html, application/json', 'page'],
	// curl, fetch, Go's http.Get.
	['*/*', 'text'],
	[undefined, 'text'],
	['', 'text'],
	['text/plain', 'text'],
	['text/*', 'text'],
	['application/*', 'text'],
	['application/json', 'json'],
	['application/json, text/plain, */*', 'json'],
	['application/json, text/plain;q=0.9', 'json'],
	['application/json, text/html;q=0.9', 'json'],
	['text/html;q=0', 'text'],
	['text/html;q=nonsense, application/json;q=0.1', 'json'],
])('what is accepted by %j is given %s', (accept, form) => {
	expect(chooseForm(accept)).toBe(form);
});
