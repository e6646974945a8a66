export const id = 760;
export const ids = [760];
export const modules = {

/***/ 760:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
findNearMiss: () => (findNearMiss)
});
var _salesforce_hosts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(612);

const RULES = [
	['china', /^(.+)\.(?:salesforce|sfcrmapps|sfcrmproducts)(?:\.com)?\.cn$/, '$1.sfcrmproducts.cn'],
	[
		'gateway',
		/^(.+\.(?:salesforce\.(?:com|mil)|sfcrmproducts\.cn|my\.site\.com|force\.com))[.-].+$/,
		'$1',
	],
	['instance', _salesforce_hosts_js__WEBPACK_IMPORTED_MODULE_0__.Ht],
	['page', _salesforce_hosts_js__WEBPACK_IMPORTED_MODULE_0__.dQ],
	['incomplete', /^(login|test)$/, '$1.salesforce.com'],
	['incomplete', /^(.+\.my)(?:\.salesforce)?$/, '$1.salesforce.com'],
	['incomplete', /^[^.]*$/],
	['misspelled', /^(.+)\.lightning\.com$/, '$1.my.salesforce.com'],
];
const ENDINGS = [
	['my.salesforce.com', 2],
	['my.salesforce.mil', 1],
	['my.sfcrmproducts.cn', 2],
	['my.site.com', 1],
	['login.salesforce.com', 2],
	['test.salesforce.com', 2],
];
function findNearMiss(loginUrl) {
	const trimmedUrl = loginUrl.trim();
	const scheme = /^[a-z]{0,6}(?::[\\/]*|[\\/]{2,})/i.exec(trimmedUrl)?.[0] ?? '';
	const text = trimmedUrl.slice(scheme.length);
	const host = /^([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*)\.?(?=[:/?#\\]|$)/i
		.exec(text)?.[1]
		?.toLowerCase();
	if (host === undefined || (0,_salesforce_hosts_js__WEBPACK_IMPORTED_MODULE_0__.f5)(host)) return undefined;
	if ((0,_salesforce_hosts_js__WEBPACK_IMPORTED_MODULE_0__.Pz)(host) !== 'other')
		return /^(https?:\/\/)?$/i.test(scheme) ? undefined : nearMiss('scheme', host);
	for (const [flaw, pattern, replacement] of RULES) {
		if (pattern.test(host))
			return nearMiss(flaw, replacement && host.replace(pattern, replacement));
	}
	return findMisspelling(host);
}
function nearMiss(flaw, suggestion = '') {
	return (0,_salesforce_hosts_js__WEBPACK_IMPORTED_MODULE_0__.Pz)(suggestion) === 'other' ? { flaw } : { flaw, suggested: `https://${suggestion}` };
}
function findMisspelling(host) {
	const labels = host.split('.');
	for (const [ending, maxDistance] of ENDINGS) {
		const count = ending.split('.').length;
		for (const length of [count, count - 1, count + 1]) {
			const end = labels.slice(-length).join('.');
			const rest = labels.slice(0, -length);
			const isComplete = ending.startsWith('my.') ? rest.length > 0 : rest.length === 0;
			if (isComplete && distance(end, ending) <= maxDistance)
				return nearMiss('misspelled', [...rest, ending].join('.'));
		}
	}
	const [name, domain] = /^(.+)\.salesforce\.[a-z.]+$/.exec(host) ?? [undefined, undefined];
	if (name === undefined || domain === undefined) return undefined;
	const suggestion = [`${domain}.salesforce.com`, `${domain}.my.salesforce.com`].find(
		(candidate) => (0,_salesforce_hosts_js__WEBPACK_IMPORTED_MODULE_0__.Pz)(candidate) !== 'other',
	);
	return nearMiss('misspelled', suggestion);
}
function distance(a, b) {
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (const [i, character] of [...a].entries()) {
		const next = [i + 1];
		for (let j = 0; j < b.length; j++) {
			const replaced = Number(row[j]) + (character === b[j] ? 0 : 1);
			next.push(Math.min(replaced, Number(row[j + 1]) + 1, Number(next[j]) + 1));
		}
		row = next;
	}
	return Number(row[b.length]);
}


/***/ })

};
