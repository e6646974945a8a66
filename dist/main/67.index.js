export const id = 67;
export const ids = [67];
export const modules = {

/***/ 235:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
$D: () => (CHECK_KEY_COMMAND),
Td: () => (FINGERPRINT_COMMAND),
YB: () => (STORE_KEY_COMMAND),
_4: () => (NEW_KEY_PAIR_COMMAND)
});
const NEW_KEY_PAIR_COMMAND = 'openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.crt -days 365 -subj "/CN=GitHub Actions"';
const FINGERPRINT_COMMAND = 'openssl x509 -in server.crt -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256';
const STORE_KEY_COMMAND = 'gh secret set SF_PRIVATE_KEY < server.key # in an environment: --env NAME';
const CHECK_KEY_COMMAND = 'openssl pkey -in server.key -noout';


/***/ }),

/***/ 67:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  explainFailure: () => (explainFailure),
  summarizeSuccess: () => (summarizeSuccess)
});

var external_node_fs_ = __webpack_require__(643);
var errors = __webpack_require__(874); // ./lib/inputs/errors.js
var version = __webpack_require__(411); // ./lib/version.js
var commands = __webpack_require__(235); // ./lib/diagnosis/catalog/commands.js
;// CONCATENATED MODULE: ./lib/diagnosis/catalog/shared-causes.js
const USE_SANDBOX_DOMAIN = {fix: 'Set `login-url` to the My Domain of the sandbox, such as https://acme--uat.sandbox.my.{domain}.',
setupPath: 'myDomain',
};
const USE_MY_DOMAIN = {fix: 'Set `login-url` to the org’s My Domain, such as {my-domain}.',
setupPath: 'myDomain',
};
const CHANGED_ANSWERS = {mentions: 'proxy-set',
fix: 'Set `login-url` to the org’s My Domain. If it already is, find out what changes answers on the network.',
setupPath: 'myDomain',
};
const WRONG_ORG = [{...USE_SANDBOX_DOMAIN,
impliedBy: 'sandbox-user-at-production-host',
explanation: 'The user is in a sandbox, but the login URL is for production.',
},
{impliedBy: 'production-user-at-sandbox-host',
explanation: 'The user is in production, but the login URL is for a sandbox.',
fix: 'Set `username` to the username in the sandbox, or `login-url` to the My Domain of the production org.',
setupPath: 'users',
},
{impliedBy: 'user-of-another-sandbox',
explanation: 'The username and the login URL are for different sandboxes.',
fix: 'Set `username` and `login-url` to the same sandbox.',
setupPath: 'users',
},
{impliedBy: 'username-escaped',
explanation: 'The username is in an escaped form, which the org does not know.',
fix: 'Set `username` exactly as Setup shows it, for example & instead of &amp;, or + instead of %2B.',
setupPath: 'users',
}];
const POSSIBLY_WRONG_ORG = WRONG_ORG.map(({ impliedBy, ...cause }) => ({...cause,
requires: impliedBy,
}));
const MY_DOMAIN_ONLY = {...USE_MY_DOMAIN,
requires: 'shared-login-host',
explanation: '{host} does not serve this org: it is for orgs of the other kind (production or sandbox), or the org accepts sign-ins only at its My Domain.',
appliesIf: 'Login History shows “Restricted domain”.',
};
const POSSIBLY_SHARED_HOST = {...USE_MY_DOMAIN,
requires: 'shared-login-host',
explanation: 'External Client Apps often fail at the shared hosts login.{domain} and test.{domain}.',
};
const SHARED_HOST = {...POSSIBLY_SHARED_HOST,
impliedBy: 'shared-login-host',
};
const EMPTY_LOGIN_URL = {impliedBy: 'login-url-empty',
explanation: '`login-url` is empty, so the default https://login.salesforce.com was used.',
fix: 'Check that the expression after `login-url:` has a value in this job: a variable can belong to another environment, and an output of another job is empty if GitHub found a secret in it. Or write the URL itself.',
setupPath: 'workflow',
};
const UNKNOWN_WORDS = {explanation: 'Not known: this version of the action does not know these words.',
fix: 'Find the row of {username} at the time above. Its Status may say why.',
setupPath: 'history',
};
const CERTIFICATE_EXPIRED = {requires: 'certificate-expired',
explanation: 'The certificate has expired. Reports disagree on whether Salesforce then accepts it.',
fix: 'Create a new key and certificate, upload server.crt to the app, and store server.key as the secret.',
setupPath: 'certificate',
};
const JUST_CHANGED = {explanation: 'The app, the user or the sandbox was created or changed a few minutes ago.',
fix: 'Wait ten minutes, then rerun the job.',
};
const KEY_MISMATCH = [{impliedBy: 'certificate-matched',
explanation: 'The app holds a different certificate, perhaps an older one.',
fix: 'Upload the certificate from the input `certificate`, save, open the app again and check that it is there: the form can lose an upload.',
setupPath: 'certificate',
},
{impliedBy: 'certificate-not-compared',
explanation: 'The certificate in the app does not match the private key.',
fix: 'Upload the certificate that was created with this key. Its SHA-256 must be {fingerprint}.',
snippet: [commands.Td],
setupPath: 'certificate',
}];
const NO_CERTIFICATE = {explanation: 'The app has no certificate, or JWT Bearer Flow is off.',
appliesIf: 'its OAuth Settings show no certificate. A metadata deployment without `certificate` removes it.',
fix: 'Select Enable JWT Bearer Flow (Connected App: “Use digital signatures”), upload the certificate, save, open the app again and check that it is there.',
setupPath: 'certificate',
};
const KEY_OF_OTHER_APP = {explanation: 'The consumer key and the certificate belong to different apps.',
fix: 'Copy the consumer key from the app that has the certificate.',
setupPath: 'consumerKey',
};
const PERMISSION_SET = 'a permission set that {username} has (reportedly not one whose License is Salesforce API Integration).';
const NOT_PREAUTHORIZED = {explanation: 'The app does not pre-authorize this user.',
appliesIf: 'Permitted Users is “All users can self-authorize”, or the app lists no profile and no permission set that the user has.',
fix: `Set Permitted Users to “Admin approved users are pre-authorized”, and select a profile or ${PERMISSION_SET}`,
setupPath: 'preAuthorized',
};
const NOT_SELECTED = {explanation: 'The app lists no profile and no permission set that this user has.',
fix: `Select the profile of {username}, or ${PERMISSION_SET}`,
setupPath: 'selectedUsers',
};
const NO_OFFLINE_SCOPE = {explanation: 'The app lacks the scope “Perform requests at any time (refresh_token, offline_access)”.',
appliesIf: 'Selected OAuth Scopes does not list it.',
fix: 'Add it, along with “Manage user data via APIs (api)”.',
setupPath: 'settings',
};
const TOKEN_WITHOUT_API_SCOPE = {impliedBy: 'scope-without-api',
explanation: 'The token has no scope api, because the app does not give it.',
fix: 'Add “Manage user data via APIs (api)” to Selected OAuth Scopes of the app, then rerun the job.',
setupPath: 'settings',
};
const NO_API_SCOPE = {refutedBy: ['scope-with-api', 'scope-without-api'],
explanation: 'The app lacks the scope “Manage user data via APIs (api)”.',
appliesIf: 'Selected OAuth Scopes does not list it.',
fix: 'Add it.',
setupPath: 'settings',
};
const NOT_INSTALLED = {explanation: 'The app comes from another org and is not installed in this one, or an admin blocked it.',
fix: 'Click Install or Unblock next to the app. Better: create an External Client App in this org.',
setupPath: 'usage',
};
const APP_NOT_IN_ORG = {explanation: 'The app is not in this org (Setup → External Client App Manager).',
appliesIf: 'External Client App Manager of this org does not list it. A refresh of a sandbox replaces its apps.',
fix: 'Create the app in this org, and use its consumer key. Or set `login-url` to the org that has the app.',
setupPath: 'consumerKey',
};
const MY_DOMAIN_AUDIENCE = {impliedBy: 'shared-audience-at-my-domain',
explanation: 'The org accepts only its own My Domain as audience.',
fix: 'Add this line:',
snippet: ['audience: {login-url}'],
setupPath: 'audience',
};
const WRONG_HOST = {refutedBy: ['shared-login-host', 'signed-in', 'redirected-to-my-domain'],
explanation: '`login-url` is misspelled, or the My Domain was renamed.',
fix: 'Copy the Current My Domain URL into `login-url`.',
setupPath: 'myDomain',
};
const UNAVAILABLE = {mentions: 'several-attempts',
explanation: 'Salesforce is temporarily unavailable, or the org is in maintenance.',
fix: 'Check your instance (Setup → Company Information), then rerun the job.',
setupPath: 'status',
};
const INTERCEPTION = {explanation: 'A proxy or firewall answers instead of Salesforce, or changes the request.',
fix: 'Ask the team that runs it to allow {host} (HTTPS), and not to inspect its traffic.',
setupPath: 'network',
};
const INTERCEPTING_PROXY = {...INTERCEPTION,
promotedBy: 'proxy-set',
};
const BAD_PROXY = {refutedBy: ['connected'],
impliedBy: 'proxy-set',
explanation: 'The proxy is down, or its address is wrong.',
fix: 'Check the proxy, and the address in {proxy-variable}.',
setupPath: 'runner',
};
const PROXY_NEEDED = {refutedBy: ['proxy-variable-not-read', 'connected'],
explanation: 'The runner can reach the internet only through a proxy.',
fix: 'Set https_proxy to http://host:port, the address of the proxy. The step does not read the setting of the operating system.',
setupPath: 'runner',
};
const NEEDS_PROXY = {...PROXY_NEEDED,
impliedBy: 'proxy-not-set',
};
const MAY_NEED_PROXY = {...PROXY_NEEDED,
requires: 'proxy-not-set',
};
const UNREAD_PROXY = {impliedBy: 'proxy-variable-not-read',
refutedBy: ['connected'],
explanation: 'The proxy is set in a variable that the step does not read.',
fix: 'Set https_proxy or HTTPS_PROXY, in exactly this spelling, to http://host:port.',
setupPath: 'runner',
};
const EXEMPTED_FROM_PROXY = {requires: 'proxy-exempted',
refutedBy: ['connected'],
explanation: 'no_proxy exempts the host, but the runner can reach it only through the proxy.',
fix: 'Remove the entry that matches {host} from no_proxy.',
setupPath: 'runner',
};
const UNTRUSTED_AUTHORITY = [{impliedBy: 'extra-ca-certs-unusable',
explanation: 'Node cannot use the file that NODE_EXTRA_CA_CERTS names.',
fix: 'Set NODE_EXTRA_CA_CERTS to a PEM file with the certificate of the authority that signs the connections. To export one from a Java keystore:',
snippet: ['keytool -exportcert -rfc -keystore cacerts -alias NAME -file authority.pem'],
setupPath: 'runner',
},
{impliedBy: 'extra-ca-certs-without-authority',
explanation: 'The file that NODE_EXTRA_CA_CERTS names has no certificate of an authority.',
fix: 'Put the certificate of the authority into the file: it has CA:TRUE and, if it has a Key Usage, Certificate Sign.',
snippet: ['openssl x509 -in FILE -noout -text'],
setupPath: 'runner',
},
{impliedBy: 'extra-ca-certs-usable',
explanation: 'The file that NODE_EXTRA_CA_CERTS names lacks the authority that signs this connection, such as a TLS-inspecting proxy or firewall.',
fix: 'Add the certificate of that authority to the file. This shows who signs the connection:',
snippet: ['openssl s_client -connect {host}:443 -showcerts'],
setupPath: 'runner',
}];
const API_ENABLED = {explanation: 'The user lacks the permission API Enabled.',
fix: 'Give {username} a permission set or profile with API Enabled.',
setupPath: 'permissions',
};
const API_ACCESS = {explanation: 'API Access Control is on and does not allow the app.',
fix: 'Allow the app there, or give the user the permission “Use Any API Client”.',
setupPath: 'apiAccess',
};
const HIGH_ASSURANCE = {explanation: 'The app or the user’s profile demands a High Assurance session, which no JWT sign-in can get.',
fix: 'Set Session Security Level Required at Login to “None” in the profile, and drop High Assurance from the app’s policies.',
setupPath: 'profile',
};
const STRAY_CHARACTER = {requires: 'stray-character',
explanation: '`{input}` contains {character}, which does not belong to it.',
};
const NEW_KEY_PAIR = {fix: 'Create a new RSA key pair, upload server.crt to the app, and store server.key as the secret:',
snippet: [commands._4, commands.YB],
setupPath: 'certificate',
};
const STORE_PRIVATE_KEY = {fix: 'Store the private key, usually the file server.key. It begins with “-----BEGIN PRIVATE KEY-----” or “-----BEGIN RSA PRIVATE KEY-----”. If another tool made the key, look in its settings, or create a new pair.',
snippet: [commands.YB],
setupPath: 'secrets',
};
const CONVERT_AND_STORE = 'Convert it, then store the result as the secret:';

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/checks.js
const CHECK_ENTRIES = [{title: 'The token belongs to another org',
errorCodes: ['wrong-org'],
causes: [{mentions: 'shared-login-host',
explanation: 'The token is for org {actual}, but the workflow expects {expected}.',
fix: 'Set `login-url` and the secrets to the values of the org that you mean, or correct `expected-org-id`.',
setupPath: 'company',
},
{requires: 'sandbox-my-domain',
explanation: 'The sandbox was refreshed after `expected-org-id` was set.',
appliesIf: 'Company Information of this sandbox shows {actual}.',
fix: 'Set `expected-org-id` to {actual}.',
setupPath: 'company',
}],
},
{title: 'The token belongs to another user',
errorCodes: ['wrong-user'],
causes: [{explanation: 'The token is for {actual}, but the workflow asked for {expected}.',
fix: 'Compare `login-url` with Setup → My Domain, and `consumer-key` with the app in that org. Only if {actual} is right, set `username` to it.',
setupPath: 'users',
}],
},
{title: 'Two answers name different users or orgs',
errorCodes: ['identity-mismatch'],
causes: [{...CHANGED_ANSWERS,
explanation: 'The sign-in named {expected}, but the check after it named {actual}.',
}],
},
{title: 'Out of time (timeout-seconds)',
errorCodes: ['timeout'],
causes: [{mentions: 'proxy-set',
explanation: 'The {seconds} seconds of `timeout-seconds` passed before the sign-in was complete.',
fix: 'The log says what happened to each attempt. If Salesforce is slow, increase `timeout-seconds`.',
setupPath: 'workflow',
},
UNAVAILABLE,
],
},
{title: 'The outputs could not be written',
errorCodes: ['file-not-written'],
causes: [{explanation: 'The step could not write the file {name} of the runner ({reason}).',
fix: 'Free disk space in the work folder of the runner, and check that the runner’s user can write there.',
setupPath: 'runner',
}],
},
{title: 'Not a GitHub Actions runner',
errorCodes: ['no-runner'],
causes: [{explanation: 'The variable {name} names no file that can be written. A step sets its outputs through it.',
fix: 'Use the action in a workflow, on a runner of version 2.327.1 or later.',
setupPath: 'runner',
}],
}];

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/fallbacks.js
const UNKNOWN_RESPONSE = {title: 'An answer that is not listed here',
status: [0, 999],
loginHistory: ['none', 'noUser', 'signature', 'domain', 'ip', 'hours', 'inactive'],
causes: [{refutedBy: ['signed-in'],
explanation: 'It is unknown: the action does not recognize this answer.',
fix: 'Rerun the job. If it fails again, find the row of {username} at the time above (Setup shows your time zone). “Login History” on the help page explains its Status, and a missing row.',
setupPath: 'history',
},
{requires: 'signed-in',
explanation: 'It is unknown: the action does not recognize this answer to a request with the token.',
fix: 'Search Salesforce’s API documentation for this code, and check the permissions of {username}.',
setupPath: 'permissions',
}],
};
const UNKNOWN_CONNECTION_ERROR = {title: 'A connection error that is not listed here',
networkCodes: ['*'],
causes: [{mentions: 'proxy-set',
explanation: 'It is unknown: the action does not recognize this error.',
fix: 'Rerun the job. If it fails again, run this command on the same runner.',
snippet: ['curl -v https://{host}'],
setupPath: 'runner',
}],
};
const ACTION_BUG = {title: 'An error of the action itself',
causes: [{certain: true,
explanation: 'This is a bug in the action, not in your configuration.',
fix: 'Please report it at {issues} with the lines below. They contain none of your values.',
}],
};
const FALLBACK_ENTRIES = [UNKNOWN_RESPONSE, UNKNOWN_CONNECTION_ERROR, ACTION_BUG];

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/inputs.js
const COPY_CONSUMER_KEY = {fix: 'Copy the Consumer Key (not the app’s name, not the Consumer Secret), without quotes.',
setupPath: 'consumerKey',
};
const COPY_USERNAME = {fix: 'Copy the Username (not the name, alias or ID).',
setupPath: 'users',
};
const COPY_ORG_ID = {fix: 'Copy “Salesforce.com Organization ID”. Upper and lower case matter.',
setupPath: 'company',
};
const INPUT_ENTRIES = [{title: 'A required input is empty',
errorCodes: ['missing'],
causes: [{impliedBy: 'input-misspelled',
explanation: 'The value is there, but under a name that the step does not read.',
fix: 'Set the inputs under `with:` of this step, not under `env:`, and spell them `consumer-key`, `private-key` and `username`.',
setupPath: 'workflow',
},
{impliedBy: 'no-secrets',
explanation: 'GitHub gives no secrets to pull requests from forks.',
fix: 'Skip the whole job for them: on this step alone, the line below makes the next `sf` command fail. A job that `if:` skips counts as a success, even if the check is required.',
snippet: ["if: github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository"],
setupPath: 'job',
},
{impliedBy: 'dependabot-run',
explanation: 'Dependabot started this run, so it gets the secrets of Dependabot, not those of Actions.',
fix: 'Store the secrets there too: Settings → Secrets and variables → Dependabot. Or skip the whole job:',
snippet: ["if: github.actor != 'dependabot[bot]'"],
setupPath: 'dependabot',
},
{impliedBy: 'forked-repository',
explanation: 'GitHub copies no secrets to a fork of a repository.',
fix: 'Store the secrets in this repository too, or skip the whole job in forks:',
snippet: ['if: github.event.repository.fork != true'],
setupPath: 'secrets',
},
{impliedBy: 'all-inputs-empty',
refutedBy: ['no-secrets', 'dependabot-run', 'input-misspelled'],
explanation: 'The secrets and variables do not exist, or belong to an environment that {job} does not name.',
fix: 'Create them or, if an environment has them, add this line to the job:',
snippet: ['environment: NAME'],
setupPath: 'job',
},
{explanation: 'The secret or variable is not available to {job}.',
fix: 'Compare the names letter by letter. If they are the same, check these:',
snippet: [
'read a secret with secrets.NAME, a variable with vars.NAME',
'a secret of an environment: the job needs "environment:"',
'a reusable workflow: its caller needs "secrets: inherit"',
'a secret of the organization: it must be shared with this repository',
'a repository without Salesforce: "if: vars.SF_USERNAME != \'\'" on the job (it cannot read secrets there)',
],
setupPath: 'secrets',
},
{requires: 'username-empty',
explanation: 'No user was given. This flow always needs one: a “Run As” user of the app does not count.',
fix: 'Set `username` to the user that the job acts as.',
setupPath: 'users',
}],
},
{title: 'The value is masked',
errorCodes: ['masked'],
causes: [{explanation: '`{input}` was copied from a log, where secrets are masked.',
fix: 'Store the value itself.',
setupPath: 'secrets',
}],
},
{title: 'The value is the name of a variable',
errorCodes: ['unexpanded-variable'],
causes: [{explanation: 'Nothing expands a shell variable such as $NAME under `with:`.',
fix: 'Use an expression:',
snippet: ['{input}: ${{ secrets.NAME }} # or ${{ env.NAME }}'],
setupPath: 'workflow',
}],
},
{title: 'A private key in another input',
errorCodes: ['contains-a-key'],
causes: [{explanation: '`{input}` contains a private key, or what looks like one. The log may have shown it before this step could mask it.',
fix: 'Use the key in `private-key` only, and store it as a secret. If it did not come from a secret, change that key now.',
setupPath: 'workflow',
}],
},
{title: 'The value is too long',
errorCodes: ['too-long'],
causes: [{explanation: '`{input}` is longer than 48 KB, the most that GitHub stores in a secret or variable.',
fix: 'Check where the value comes from, and store the right one.',
setupPath: 'secrets',
}],
},
{title: 'A value that is not allowed',
errorCodes: ['not-a-boolean', 'not-an-integer', 'out-of-range', 'not-one-of'],
causes: [{explanation: '`{input}` must be {allowed-values}.',
fix: 'Correct it: lower case, and a number without a unit.',
setupPath: 'workflow',
}],
},
{title: 'Not a consumer key',
errorCodes: ['consumer-key-format'],
causes: [{refutedBy: ['stray-character'],
mentions: 'value-of-another-input',
explanation: '`{input}` is not a consumer key: 8 to 256 letters, digits and the characters . _ ~ + / = -',
...COPY_CONSUMER_KEY,
},
{ ...STRAY_CHARACTER, id: 'stray-character-in-consumer-key', ...COPY_CONSUMER_KEY }],
},
{title: 'Not a username',
errorCodes: ['username-format'],
causes: [{refutedBy: ['stray-character'],
mentions: 'value-of-another-input',
explanation: '`{input}` does not look like an email address, as every Salesforce username does.',
...COPY_USERNAME,
},
{ ...STRAY_CHARACTER, id: 'stray-character-in-username', ...COPY_USERNAME }],
},
{title: 'Not an org id',
errorCodes: ['org-id-format'],
causes: [{refutedBy: ['stray-character'],
mentions: 'value-of-another-input',
explanation: '`{input}` is not an org ID: 15 or 18 letters and digits that begin with 00D.',
...COPY_ORG_ID,
},
{ ...STRAY_CHARACTER, id: 'stray-character-in-org-id', ...COPY_ORG_ID }],
},
{title: 'A mistyped org id',
errorCodes: ['org-id-checksum'],
causes: [{explanation: '`{input}` has a typo: the last three of its 18 characters are a checksum, which does not match.',
...COPY_ORG_ID,
}],
}];

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/inputs-key.js
const KEY_ENTRIES = [{title: 'Not a private key',
errorCodes: ['key-is-certificate', 'key-is-certificate-request', 'key-is-public-key', 'key-is-consumer-secret', 'key-is-auth-url', 'key-is-jwt', 'key-is-fingerprint', 'key-unrecognized'],
causes: [{...STORE_PRIVATE_KEY,
explanation: '`{input}` contains {kind}, not a private key.',
}],
},
{title: 'The private key is not an RSA key',
errorCodes: ['key-is-ec', 'key-is-rsa-pss', 'key-is-other-algorithm'],
causes: [{...NEW_KEY_PAIR,
explanation: 'The key’s algorithm is {algorithm}. Salesforce accepts only plain RSA keys of at least 2048 bits.',
}],
},
{title: 'The private key is too short',
errorCodes: ['key-is-too-short'],
causes: [{...NEW_KEY_PAIR,
explanation: 'The key has {bits} bits. It needs at least 2048.',
}],
},
{title: 'An OpenSSH key instead of a PEM key',
errorCodes: ['key-is-openssh'],
causes: [{explanation: '`{input}` begins with BEGIN OPENSSH PRIVATE KEY. Only an RSA key can be converted.',
fix: CONVERT_AND_STORE,
snippet: ["tr -d '\\r' < id_rsa > server.key && chmod 600 server.key && ssh-keygen -p -N '' -m PEM -f server.key", commands.YB],
setupPath: 'secrets',
}],
},
{title: 'A PuTTY key instead of a PEM key',
errorCodes: ['key-is-putty'],
causes: [{explanation: '`{input}` contains a .ppk file (PuTTY-User-Key-File). PuTTYgen can convert it too: Conversions → Export OpenSSH key.',
fix: CONVERT_AND_STORE,
snippet: ['puttygen key.ppk -O private-openssh -o server.key', commands.YB],
setupPath: 'secrets',
}],
},
{title: 'A PKCS#12 file instead of a PEM key',
errorCodes: ['key-is-pkcs12'],
causes: [{explanation: '`{input}` contains a .p12 or .pfx file. If openssl cannot read it, add -legacy.',
fix: CONVERT_AND_STORE,
snippet: ['openssl pkcs12 -in key.p12 -nocerts -nodes -out server.key', commands.YB],
setupPath: 'secrets',
}],
},
{title: 'A Java keystore instead of a PEM key',
errorCodes: ['key-is-java-keystore'],
causes: [{explanation: '`{input}` contains a .jks file, such as “Export to Keystore” in Setup → Certificate and Key Management makes.',
fix: CONVERT_AND_STORE,
snippet: ['keytool -importkeystore -srckeystore keystore.jks -srcstoretype JKS -destkeystore server.p12 -deststoretype PKCS12', 'openssl pkcs12 -in server.p12 -nocerts -nodes -out server.key', commands.YB],
setupPath: 'secrets',
}],
},
{title: 'An encrypted file instead of a PEM key',
errorCodes: ['key-is-encrypted-file'],
causes: [{explanation: '`{input}` contains no key, but perhaps an encrypted file, such as server.key.enc of Salesforce’s samples or the encrypted key of sfdx-hardis.',
fix: 'Decrypt it with the command and the password of the pipeline that used it, and store the result. Without the password, create a new key pair.',
snippet: [commands.YB],
setupPath: 'secrets',
},
{explanation: 'The beginning of the key is missing.',
fix: 'Store the file by command, not by copy and paste:',
snippet: [commands.$D, commands.YB],
setupPath: 'secrets',
}],
},
{title: 'A path instead of the private key',
errorCodes: ['key-is-path'],
causes: [{explanation: '`{input}` is the name of a file, but this step needs the key itself.',
fix: 'Store the contents of the file as a secret, and use that:',
snippet: [commands.YB, '{input}: ${{ secrets.SF_PRIVATE_KEY }}'],
setupPath: 'secrets',
}],
},
{title: 'The private key is encrypted',
errorCodes: ['key-needs-passphrase'],
causes: [{explanation: 'The key needs a passphrase, and `private-key-passphrase` is empty.',
fix: 'Store the passphrase as a secret too, and add this line:',
snippet: ['private-key-passphrase: ${{ secrets.SF_PRIVATE_KEY_PASSPHRASE }}'],
setupPath: 'workflow',
}],
},
{title: 'The passphrase does not open the private key',
errorCodes: ['key-wrong-passphrase'],
causes: [{explanation: '`private-key-passphrase` is not the passphrase of this key.',
fix: 'Try the passphrase with this command, then store it again:',
snippet: [commands.$D],
setupPath: 'secrets',
}],
},
{title: 'The private key is encrypted with an old cipher',
errorCodes: ['key-old-cipher'],
causes: [{explanation: '`{input}` is encrypted with a cipher that is no longer supported, such as DES or RC2.',
fix: 'Encrypt it again (before OpenSSL 3, without -provider), and store the result:',
snippet: ['openssl pkey -in old.key -aes256 -out server.key -provider legacy -provider default', commands.YB],
setupPath: 'secrets',
}],
},
{title: 'The private key is damaged',
errorCodes: ['key-damaged'],
causes: [{explanation: '`{input}` looks like a key, but {damagedPart} is missing or changed.',
fix: 'Check the file, then store it by command, not by copy and paste:',
snippet: [commands.$D, commands.YB],
setupPath: 'secrets',
}],
},
{title: 'Not a certificate',
errorCodes: ['certificate-unreadable'],
causes: [{explanation: '`{input}` is not an X.509 certificate in PEM form.',
fix: 'Use the file that you uploaded to the app, usually server.crt. To convert a binary file (.cer, .der):',
snippet: ['openssl x509 -inform der -in certificate.cer -out server.crt'],
setupPath: 'workflow',
}],
},
{title: 'The certificate belongs to another key',
errorCodes: ['certificate-mismatch'],
causes: [{explanation: 'The certificate does not match the private key. The SHA-256 of the public key is {keyFingerprint} for the key and {certificateFingerprint} for the certificate.',
fix: 'Store a key and a certificate that were created together, and upload that certificate to the app. This prints the SHA-256 of a certificate:',
snippet: [commands.Td],
setupPath: 'certificate',
}],
}];

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/inputs-url.js
const SET_TO_MY_DOMAIN = 'Set it to the org’s My Domain, such as https://acme.my.salesforce.com, or remove it to use https://login.salesforce.com.';
const WRITE_AUDIENCE = {fix: 'Remove it, or write it like this:',
snippet: ['{input}: https://login.salesforce.com'],
setupPath: 'workflow',
};
const URL_ENTRIES = [{title: 'Not a login URL',
errorCodes: ['login-url-format'],
causes: [{refutedBy: ['stray-character'],
explanation: '`{input}` is not a URL or a host name.',
fix: SET_TO_MY_DOMAIN,
setupPath: 'myDomain',
},
{...STRAY_CHARACTER,
fix: SET_TO_MY_DOMAIN,
setupPath: 'myDomain',
}],
},
{title: 'The login URL is nearly a host of Salesforce',
errorCodes: ['login-url-host'],
causes: [{requires: 'host-suggested',
explanation: '`{input}` {flaw}.',
fix: 'If this is the host that you mean, set:',
snippet: ['{input}: {suggested}'],
setupPath: 'myDomain',
},
{refutedBy: ['host-suggested'],
explanation: '`{input}` {flaw}.',
fix: 'Copy the Current My Domain URL into `login-url`. For a sandbox, it looks like https://acme--uat.sandbox.my.salesforce.com.',
setupPath: 'myDomain',
}],
},
{title: 'The login URL is not https',
errorCodes: ['login-url-http'],
causes: [{explanation: '`{input}` begins with http://, which is not encrypted.',
fix: 'Begin it with https://.',
setupPath: 'workflow',
}],
},
{title: 'The login URL has extra parts',
errorCodes: ['login-url-extra'],
causes: [{explanation: '`{input}` contains {component}.',
fix: SET_TO_MY_DOMAIN,
setupPath: 'myDomain',
}],
},
{title: 'The login URL has a path',
errorCodes: ['login-url-path'],
causes: [{refutedBy: ['site-path-suggested'],
explanation: '`{input}` has a path. Only an Experience Cloud site can have one.',
fix: 'Remove the path:',
snippet: ['{input}: {origin}'],
setupPath: 'workflow',
},
{requires: 'site-path-suggested',
explanation: '`{input}` has a path. That of an Experience Cloud site is a single word, such as /partners, and none of Salesforce’s own, such as /services.',
fix: 'Remove the path. If the site has no sign-in there, keep the first part:',
snippet: ['{input}: {origin}', '{input}: {suggested}'],
setupPath: 'workflow',
}],
},
{title: 'The login URL is a page inside the org',
errorCodes: ['login-url-lightning'],
causes: [{explanation: '`{input}` is a page inside the org (Lightning, Setup or Visualforce). You cannot sign in there.',
fix: 'Use the org’s My Domain:',
snippet: ['{input}: {myDomain}'],
setupPath: 'workflow',
}],
},
{title: 'The audience does not follow from the login URL',
errorCodes: ['audience-underivable'],
causes: [{explanation: '{host} is not a known Salesforce host, so the step cannot derive the audience.',
fix: 'If `login-url` is a custom domain of your org, add this line. Otherwise, set `login-url` to the My Domain, such as https://acme.my.salesforce.com.',
snippet: ['audience: https://{host}'],
setupPath: 'workflow',
}],
},
{title: 'Not an audience',
errorCodes: ['audience-format'],
causes: [{refutedBy: ['stray-character'],
mentions: 'value-of-another-input',
explanation: '`{input}` is not a complete URL.',
...WRITE_AUDIENCE,
},
{ ...STRAY_CHARACTER, id: 'stray-character-in-audience', ...WRITE_AUDIENCE }],
},
{title: 'The audience belongs to another host',
errorCodes: ['audience-elsewhere'],
causes: [{explanation: '`audience` is for {audienceHost}, which is not the host or the site of `login-url`.',
fix: 'Remove the line `audience:`. The step then uses the audience that belongs to `login-url`.',
setupPath: 'workflow',
}],
},
{title: 'The login URL does not belong to the audience',
errorCodes: ['login-url-not-of-audience'],
causes: [{explanation: '`audience` is for {audienceHost}, but `login-url` is {loginHost}, which could use the assertion to sign in at {audienceHost}.',
fix: 'Set `login-url` to the org’s My Domain, such as https://acme.my.salesforce.com. If requests must go through a gateway, make it the proxy (https_proxy).',
setupPath: 'myDomain',
},
{explanation: 'A custom domain of an Experience Cloud site does not share an audience.',
appliesIf: '{loginHost} is a custom domain of a site.',
fix: 'Set `login-url` to the URL of the site under my.site.com, and remove `audience`. Salesforce does not document whether it accepts the custom domain. To try it:',
snippet: ['audience: https://{loginHost}'],
setupPath: 'workflow',
}],
}];

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/responses.js
const SITE_PATH_WRONG = {impliedBy: 'site-path',
explanation: 'The site has no sign-in under this path: it may be that of the login page only.',
fix: 'Remove the path from `login-url`, and `audience` if it is set.',
setupPath: 'workflow',
};
const PASSKEY_PHRASE = 'create a passkey';
const RESPONSE_ENTRIES = [{title: 'This session is not valid for use with the REST API',
phrases: ['session is not valid for use with the rest api', 'session is not valid for use with the api'],
causes: [
TOKEN_WITHOUT_API_SCOPE,
API_ACCESS,
NO_API_SCOPE,
{mentions: 'proxy-set',
explanation: 'The app’s policy enforces IP restrictions, and the address of the request is not an allowed one.',
fix: 'Set IP Relaxation to “Relax IP restrictions”, or add the address to the app’s Trusted IP Range.',
setupPath: 'policies',
},
HIGH_ASSURANCE,
API_ENABLED,
],
},
{title: 'INVALID_SESSION_ID: Session expired or invalid',
phrases: ['session expired or invalid', 'Bad_OAuth_Token'],
salesforceErrors: ['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER', 'invalid_token'],
status: [401, 401],
request: 'userinfo',
causes: [
TOKEN_WITHOUT_API_SCOPE,
{impliedBy: 'revoke-token-set',
explanation: 'Another job of this pipeline revoked the token as it ended: all its jobs share one session.',
fix: 'Rerun the job: it gets a new session. Then leave out `revoke-token`, or run these jobs one after the other.',
setupPath: 'workflow',
},
{mentions: 'proxy-set',
explanation: 'The org ties sessions to IP addresses, and this request came from another address than the sign-in.',
fix: 'Clear “Enforce login IP ranges on every request” and “Lock sessions to the IP address from which they originated”, or use a runner with one fixed address.',
setupPath: 'sessionSettings',
},
{explanation: 'Somebody ended the session while this job used it. All sign-ins of one user and app share one session.',
fix: 'Rerun the job: it gets a new session. If it fails again, find out who ends sessions: a revocation in another pipeline, or an admin. Use one user for each pipeline.',
setupPath: 'sessions',
},
API_ACCESS,
],
},
{title: 'API_DISABLED_FOR_ORG: the API is not enabled',
phrases: ['api is disabled for this user', 'api is not enabled'],
salesforceErrors: ['API_CURRENTLY_DISABLED', 'API_DISABLED_FOR_ORG'],
request: 'userinfo',
causes: [
TOKEN_WITHOUT_API_SCOPE,
API_ENABLED,
API_ACCESS,
{promotedBy: 'api-off-for-org',
refutedBy: ['api-off-for-user'],
explanation: 'The org’s edition has no API.',
appliesIf: 'no other client can use this org’s API either.',
fix: 'Ask Salesforce for API access; in Professional Edition it is an add-on.',
setupPath: 'company',
}],
},
{title: 'REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded',
phrases: ['totalrequests limit exceeded'],
salesforceErrors: ['REQUEST_LIMIT_EXCEEDED'],
causes: [{refutedBy: ['requests-at-once'],
explanation: 'The org has used up its API calls of the last 24 hours.',
fix: 'Wait, and find the program that makes most calls. “API Requests, Last 24 Hours” shows their number and the limit.',
setupPath: 'company',
},
{refutedBy: ['requests-of-24-hours'],
explanation: 'Too many long API calls of this org run at once.',
fix: 'Rerun the job in a few minutes, and run fewer jobs at once.',
}],
},
{title: 'INVALID_OPERATION_WITH_EXPIRED_PASSWORD',
phrases: ['password has expired'],
salesforceErrors: ['INVALID_OPERATION_WITH_EXPIRED_PASSWORD'],
causes: [{certain: true,
explanation: 'The user’s password has expired. The sign-in needs none, but the API refuses such users.',
fix: 'Reset the password of {username}, and give the user the permission Password Never Expires.',
setupPath: 'users',
}],
},
{title: 'Create a Passkey (/_ui/identity/webauthn/Add)',
phrases: [PASSKEY_PHRASE],
causes: [{explanation: 'Salesforce shows its page “Create a Passkey” instead of an answer. Since July 2026, it asks privileged users for a passkey at browser logins.',
fix: 'Set `login-url` to the My Domain, without a path, and use a user without Modify All Data, View All Data, Customize Application and Author Apex. JWT sign-ins need no passkey.',
setupPath: 'users',
}],
},
{title: 'A redirect instead of an answer (HTTP 3xx)',
status: [300, 399],
causes: [{impliedBy: 'redirected-to-my-domain',
explanation: 'The org has another host for these requests.',
fix: 'Set the host to which Salesforce redirects:',
snippet: ['login-url: https://{redirect-host}'],
setupPath: 'workflow',
},
{...USE_MY_DOMAIN,
requires: 'shared-login-url',
refutedBy: ['redirected-to-my-domain'],
explanation: 'The org may have another host for these requests.',
},
WRONG_HOST,
{ ...INTERCEPTING_PROXY, refutedBy: ['redirected-to-my-domain'] }],
},
{title: 'Data Not Available',
phrases: ['data not available', 'Down for maintenance', 'Undergoing maintenance'],
causes: [UNAVAILABLE, WRONG_HOST],
},
{title: 'The server is not available (HTTP 5xx)',
status: [500, 599],
causes: [{...USE_SANDBOX_DOMAIN,
impliedBy: 'test-login-host',
explanation: 'test.{domain} fails from time to time.',
},
UNAVAILABLE,
{ ...INTERCEPTING_PROXY, promotedBy: 'unexpected-response-behind-proxy' }],
},
{title: 'Too many requests (HTTP 429)',
salesforceErrors: ['slow_down'],
status: [429, 429],
loginHistory: ['rate'],
causes: [{explanation: 'Salesforce, or a proxy on the way, takes no more requests at the moment.',
fix: 'Rerun the job in a few minutes. If it fails again, look for “Get Access Token Limit Exceeded”: the user then signs in too often.',
setupPath: 'history',
},
{ ...INTERCEPTION, mentions: 'proxy-set' }],
},
{title: 'Not found (HTTP 404)',
status: [404, 405],
causes: [SITE_PATH_WRONG, WRONG_HOST, INTERCEPTING_PROXY],
},
{title: 'A web page instead of an answer (HTML)',
status: [0, 599],
bodyKind: 'html',
causes: [WRONG_HOST, INTERCEPTING_PROXY, UNAVAILABLE],
},
{title: 'An unexpected answer (HTTP 200)',
errorCodes: ['not-json', 'not-an-object'],
causes: [WRONG_HOST, INTERCEPTING_PROXY, UNAVAILABLE],
},
{title: 'The token in the answer cannot be used',
errorCodes: ['no-access-token', 'access-token-format', 'no-instance-url', 'instance-url-format'],
causes: [WRONG_HOST, INTERCEPTING_PROXY],
},
{title: 'The instance URL in the answer is not https',
errorCodes: ['instance-url-http'],
causes: [{...CHANGED_ANSWERS,
explanation: 'The answer names {host} as the instance, but with http. No output was set.',
}],
},
{title: 'The token is for a host that is not Salesforce’s',
errorCodes: ['instance-url-foreign'],
causes: [{...CHANGED_ANSWERS,
explanation: 'The answer names {host} as the instance. That is neither a Salesforce host nor the login URL’s. No output was set.',
}],
},
{title: 'The answer does not say which org the token is for',
errorCodes: ['unknown-org'],
causes: [{explanation: 'Without the field `id`, `expected-org-id` cannot be checked.',
fix: 'Set `verify: true`, which asks Salesforce for the org, or leave `expected-org-id` out.',
setupPath: 'workflow',
}],
},
{title: 'The answer does not prove which org the token is for',
errorCodes: ['unproven-org'],
causes: [{explanation: '`login-url` is a site or a custom domain, where code of any org can answer, and the token is not for a My Domain, where Salesforce itself would confirm the org.',
fix: 'Set `login-url` to the org’s My Domain. If the user can sign in at the site only, look for what changes answers on the network. Without `verify` and `expected-org-id`, nothing is checked.',
setupPath: 'myDomain',
}],
},
{title: 'The token check returned no valid user or org',
errorCodes: ['no-identity'],
causes: [{mentions: 'proxy-set',
explanation: 'Salesforce accepted the token, but its answer to the check lacks a valid username, user ID or org ID.',
fix: 'Rerun the job. If it fails again, look for a proxy that changes answers.',
setupPath: 'workflow',
}],
}];

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/token-app.js
const NOT_APPROVED = {title: "user hasn't approved this consumer",
phrases: ["user hasn't approved this consumer", "user hasn't approved consumer"],
loginHistory: ['none', 'noUser', 'domain', 'notInstalled', 'policy'],
causes: [
...WRONG_ORG,
NOT_PREAUTHORIZED,
MY_DOMAIN_ONLY,
NO_OFFLINE_SCOPE,
{explanation: 'The org has no user with exactly this username.',
appliesIf: 'Setup → Users lists no such Username.',
fix: 'Copy the Username, not the Email. In a sandbox it ends with the sandbox’s name.',
setupPath: 'users',
},
JUST_CHANGED,
],
};
const NOT_ADMIN_APPROVED = {title: 'user is not admin approved to access this app',
phrases: ['user is not admin approved'],
salesforceErrors: ['invalid_app_access', 'access_denied'],
loginHistory: ['policy'],
causes: [
...WRONG_ORG,
NOT_SELECTED,
{explanation: 'The app lists the permission set, but the user does not have it.',
appliesIf: 'the user’s Permission Set Assignments lack it.',
fix: 'Assign the permission set to {username}.',
setupPath: 'permissions',
},
API_ACCESS,
JUST_CHANGED,
],
};
const APP_NOT_FOUND = {title: 'External client app is not installed in this org',
phrases: ['app is not installed'],
salesforceErrors: ['app_not_found', 'OAUTH_EC_APP_NOT_FOUND'],
loginHistory: ['none', 'notInstalled', 'policy'],
causes: [...WRONG_ORG, SHARED_HOST, MY_DOMAIN_AUDIENCE, { ...APP_NOT_IN_ORG, promotedBy: 'my-domain-audience-rejected' }, NOT_PREAUTHORIZED, NO_CERTIFICATE, JUST_CHANGED],
};
const CROSS_ORG = {title: 'Cross-org OAuth flows are not supported for this external client app',
phrases: ['cross-org oauth flows are not supported'],
salesforceErrors: ['OAUTH_AUTHORIZATION_BLOCKED', 'invalid_distribution_state'],
causes: [
...WRONG_ORG,
{...APP_NOT_IN_ORG,
explanation: 'The app is in another org, and its Distribution State is Local.',
},
SHARED_HOST,
],
};
const MUST_BE_INSTALLED = {title: 'app must be installed into org',
phrases: ['app must be installed'],
salesforceErrors: ['OAUTH_APP_ACCESS_DENIED', 'OAUTH_APPROVAL_ERROR_GENERIC', 'installation_error'],
loginHistory: ['notInstalled'],
causes: [
...WRONG_ORG,
NOT_INSTALLED,
{explanation: 'The user lacks the permission “Approve Uninstalled Connected Apps”.',
appliesIf: 'other users can use the app.',
fix: 'Give it to the user.',
setupPath: 'permissions',
}],
};
const APP_BLOCKED = {title: 'app_blocked',
phrases: ['app is blocked'],
salesforceErrors: ['app_blocked', 'fail_close_app_blocked', 'OAUTH_APP_BLOCKED'],
causes: [
...WRONG_ORG,
{...NOT_INSTALLED,
explanation: 'An admin blocked the app.',
fix: 'Click Unblock next to the app.',
},
{explanation: 'The External Client App is disabled.',
fix: 'Enable it in its policies.',
setupPath: 'policies',
},
API_ACCESS,
],
};
const NO_POLICIES = {title: 'oauth_policy_not_found',
salesforceErrors: ['oauth_policy_not_found', 'ecapp_policy_not_found'],
causes: [
...WRONG_ORG,
{explanation: 'The External Client App has no policies in this org, perhaps because it was deployed without them.',
fix: 'Edit and save its policies. A metadata deployment needs both types of policies too.',
setupPath: 'policies',
},
APP_NOT_IN_ORG,
JUST_CHANGED,
],
};
const OFFLINE_SCOPE = {title: 'refresh_token scope is required and the connected app should be installed and preauthorized',
phrases: ['refresh_token scope is required', 'should be installed and preauthorized'],
loginHistory: ['notInstalled'],
causes: [NO_OFFLINE_SCOPE, NOT_PREAUTHORIZED, NOT_INSTALLED, JUST_CHANGED],
};
const NO_SCOPES = {title: 'no valid scopes defined',
phrases: ['no valid scopes defined'],
salesforceErrors: ['invalid_scope'],
causes: [...WRONG_ORG, NO_API_SCOPE, NO_OFFLINE_SCOPE],
};
const TOO_MANY_SCOPES = {title: 'too many scopes requested',
phrases: ['too many scopes'],
causes: [{explanation: 'The app, or earlier approvals of the user, give more scopes than a JWT-based access token can hold.',
fix: 'Remove scopes, or turn off “Issue JSON Web Token (JWT)-based access tokens”. Then revoke OAuth Connected Apps on the user’s page.',
setupPath: 'settings',
}],
};
const APPROVAL_EXPIRED = {title: 'expired access/refresh token',
phrases: ['expired access/refresh token'],
causes: [{...NOT_PREAUTHORIZED,
explanation: 'The app relies on an approval that the user once gave, and that has expired or was revoked.',
appliesIf: 'Permitted Users is “All users can self-authorize”.',
},
JUST_CHANGED,
],
};
const SESSION_LEVEL = {title: 'invalid_session_level',
salesforceErrors: ['invalid_session_level'],
causes: [HIGH_ASSURANCE],
};

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/token-assertion.js
const EXPERIENCE_CLOUD_SITE = {impliedBy: 'site-host',
explanation: 'An Experience Cloud site accepts only its own URL, with its path, as audience.',
fix: 'Set `login-url` to the URL of the site, such as https://acme.my.site.com/partners, and remove `audience`.',
setupPath: 'workflow',
};
const REMOVE_AUDIENCE = {fix: 'Remove the line `audience:`. The step then uses {expected-audience}.',
setupPath: 'workflow',
};
const AUDIENCE_INVALID = {title: 'audience is invalid',
phrases: ['audience is invalid', 'audience validation failed', 'invalid audience'],
loginHistory: ['none', 'noUser', 'policy'],
causes: [{impliedBy: 'login-url-mismatch',
explanation: 'The username and the audience belong to another org than `login-url`.',
fix: 'Set `login-url` to {audience}, and remove the line `audience:`.',
setupPath: 'workflow',
},
{...REMOVE_AUDIENCE,
impliedBy: 'audience-mismatch',
explanation: 'The audience does not match the login URL.',
},
{...REMOVE_AUDIENCE,
impliedBy: 'my-domain-as-audience',
explanation: 'The org does not accept its My Domain as audience.',
},
EXPERIENCE_CLOUD_SITE,
...WRONG_ORG,
MY_DOMAIN_AUDIENCE,
{ ...MY_DOMAIN_ONLY, impliedBy: 'shared-login-host' },
{impliedBy: 'both-audiences-refused',
explanation: 'The org accepts neither {audience} nor the My Domain as audience, so the audience alone is not the reason.',
fix: 'Check that `login-url` is the Current My Domain URL of this org. If it is, try this line:',
snippet: ['audience: {opposite-audience}'],
setupPath: 'audience',
},
{impliedBy: 'audience-from-input',
refutedBy: ['my-domain-as-audience'],
explanation: 'The org expects a different audience than {audience}.',
fix: 'Set `audience` to https://login.{domain} for production, https://test.{domain} for a sandbox, or the org’s My Domain.',
setupPath: 'audience',
}],
};
const INVALID_ASSERTION = {title: 'invalid assertion',
phrases: ['invalid assertion', 'assertion is invalid', 'validate jwt'],
loginHistory: ['none', 'noUser', 'signature', 'timestamp'],
causes: [...WRONG_ORG, ...KEY_MISMATCH, NO_CERTIFICATE, KEY_OF_OTHER_APP, CERTIFICATE_EXPIRED, MY_DOMAIN_ONLY, JUST_CHANGED],
};
const EXPIRED_ASSERTION = {title: 'expired authorization code',
phrases: ['expired authorization code', 'assertion expired', 'assertion is expired'],
loginHistory: ['timestamp'],
causes: [{promotedBy: 'clock-skewed',
refutedBy: ['clock-not-behind', 'clock-compensated'],
explanation: 'The runner’s clock is wrong.',
fix: 'Synchronize the runner’s clock with NTP. The time zone does not matter.',
},
{...NOT_PREAUTHORIZED,
promotedBy: 'clock-not-behind',
mentions: 'clock-compensated',
},
{refutedBy: ['answered-quickly'],
explanation: 'The request reached Salesforce minutes after it was signed.',
fix: 'Look for a proxy that delays requests, or a runner that was suspended.',
}],
};
const INVALID_CREDENTIALS = {title: 'invalid client credentials',
phrases: ['invalid client credentials'],
salesforceErrors: ['invalid_client'],
loginHistory: ['signature'],
causes: [...WRONG_ORG, ...KEY_MISMATCH, NO_CERTIFICATE, KEY_OF_OTHER_APP, CERTIFICATE_EXPIRED, JUST_CHANGED],
};
const CLIENT_ID_INVALID = {title: 'client identifier invalid',
phrases: ['client identifier invalid'],
salesforceErrors: ['invalid_client_id'],
loginHistory: ['noConsumer', 'deleted', 'none'],
causes: [
WRONG_ORG[0],
{...WRONG_ORG[1],
explanation: 'The app and the user are in production, but the login URL is for a sandbox.',
fix: 'Set `login-url` to the My Domain of the production org. For the sandbox, set `consumer-key` and `username` to those in it.',
},
WRONG_ORG[2],
WRONG_ORG[3],
{explanation: 'The consumer key is incomplete or misspelled, or its app was deleted or never created.',
fix: 'Copy the Consumer Key again (not the Consumer Secret).',
setupPath: 'consumerKey',
},
POSSIBLY_SHARED_HOST,
APP_NOT_IN_ORG,
JUST_CHANGED,
],
};

var salesforce_errors = __webpack_require__(24); // ./lib/salesforce/errors.js
;// CONCATENATED MODULE: ./lib/diagnosis/catalog/token-user.js
const OUTSIDE_RANGES = 'is outside the Login IP Ranges of the user’s profile. “Relax IP restrictions” in the app does not help, because JWT bearer always enforces these ranges.';
const IP_RESTRICTED = {title: 'ip restricted',
phrases: ['ip restricted', 'restricted ip', 'invalid login hours'],
loginHistory: ['ip', 'hours'],
causes: [{promotedBy: 'github-hosted-runner',
refutedBy: ['proxy-set'],
explanation: `The runner’s address ${OUTSIDE_RANGES}`,
fix: 'Use a profile without Login IP Ranges, or a runner with a fixed address in the ranges.',
setupPath: 'ipRanges',
},
{impliedBy: 'proxy-set',
explanation: `The public address of the proxy ${OUTSIDE_RANGES}`,
fix: 'Add that address to Login IP Ranges, or add {host} to no_proxy if the runner’s own address is in the ranges.',
setupPath: 'ipRanges',
},
{requires: 'hours-possible',
explanation: 'The profile’s Login Hours do not allow sign-ins at this time.',
appliesIf: 'the step fails only at certain hours.',
fix: 'Clear Login Hours.',
setupPath: 'profile',
},
...POSSIBLY_WRONG_ORG,
],
};
const RATE_EXCEEDED = {title: 'login rate exceeded',
phrases: ['login rate exceeded', 'rate limit exceeded'],
salesforceErrors: ['rate_limit_exceeded', 'LOGIN_RATE_EXCEEDED', 'login rate exceeded'],
loginHistory: ['rate'],
causes: [{certain: true,
explanation: 'This user signed in too often. Salesforce allows 3,600 sign-ins an hour, from all clients together.',
fix: 'Do not rerun the job yet. Salesforce says to wait an hour; in some reports 15 to 30 minutes were enough. Then sign in once per job, with one user for each pipeline.',
setupPath: 'history',
}],
};
const LOGINS_EXCEEDED = {title: 'Maximum Logins Exceeded',
phrases: ['maximum logins exceeded'],
loginHistory: ['logins'],
causes: [{explanation: 'The user’s license does not allow API sign-ins, for example that of an agent’s service user.',
fix: 'Set `username` to a user with a Salesforce or a Salesforce Integration license.',
setupPath: 'users',
}],
};
const INACTIVE_USER = {title: 'inactive user',
phrases: ['inactive user', 'user is inactive'],
salesforceErrors: ['inactive_user'],
loginHistory: ['inactive'],
causes: [
...WRONG_ORG,
{explanation: 'The user is deactivated or frozen.',
fix: 'On the page of {username}, select Active or click Unfreeze.',
setupPath: 'users',
},
{explanation: 'Salesforce itself froze the user. Since April 2026 it does so after sign-ins from VPNs, proxies and high-risk addresses, and sends the mail “Salesforce Security notification”.',
appliesIf: 'that mail came, or the user is frozen again after every Unfreeze.',
fix: 'Unfreeze the user only after the step has another address, or the next sign-in freezes the user again.',
setupPath: 'users',
}],
};
const INACTIVE_ORG = {title: 'inactive organization',
phrases: ['inactive org', 'inactive organization'],
salesforceErrors: ['inactive_org'],
loginHistory: ['org'],
causes: [{explanation: 'The org is locked, suspended, closed or in maintenance, or its trial has expired.',
fix: 'Log in with a browser to see which.',
setupPath: 'company',
}],
};
const UNSUPPORTED_GRANT_TYPE = {title: 'grant type not supported',
phrases: ['grant type not supported', 'unsupported grant type', 'unauthorized client', 'not authorized for this grant type'],
salesforceErrors: ['unsupported_grant_type', 'unauthorized_client', 'oauth_flow_disabled'],
causes: [...WRONG_ORG, NO_CERTIFICATE, MY_DOMAIN_ONLY, WRONG_HOST, { ...INTERCEPTION, requires: 'proxy-set' }],
};
const INVALID_REQUEST = {title: 'invalid_request',
phrases: ['scope parameter not supported', 'missing required parameter'],
salesforceErrors: ['invalid_assertion_type', 'bad_jti_claim'],
errorWithoutDescription: 'invalid_request',
causes: [INTERCEPTING_PROXY],
};
const AUTHENTICATION_FAILURE = {title: 'authentication failure',
phrases: ['authentication failure'],
salesforceErrors: ['login_error'],
loginHistory: ['none', 'noUser', 'apiDisabled', 'inactive', 'domain'],
causes: [...WRONG_ORG, API_ENABLED, MY_DOMAIN_ONLY],
};
const WRONG_DOMAIN = {title: 'request not supported on this domain',
phrases: ['request not supported on this domain'],
loginHistory: ['domain'],
causes: [{...USE_MY_DOMAIN,
impliedBy: 'shared-login-host',
explanation: 'This app or flow works only at the org’s own domain.',
},
WRONG_HOST,
],
};
const RETRY_REQUEST = {title: 'retry your request',
phrases: ['retry your request', 'activation secret invalid'],
salesforceErrors: salesforce_errors.Fg.filter((code) => code !== 'slow_down'),
loginHistory: ['platform'],
causes: [SHARED_HOST, UNAVAILABLE],
};
const INVALID_GRANT = {title: 'invalid_grant',
errorWithoutDescription: 'invalid_grant',
loginHistory: ['none', 'noUser', 'signature', 'timestamp', 'ip', 'domain', 'inactive'],
causes: [
...WRONG_ORG,
{explanation: 'Salesforce did not say why.',
fix: 'Find the row of {username} at the time above. Its Status says why.',
setupPath: 'history',
},
NOT_PREAUTHORIZED,
MY_DOMAIN_ONLY,
JUST_CHANGED,
],
};

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/transport.js
const ALLOW_IN_PROXY = {fix: 'Allow {host} (HTTPS) in the proxy, and check {proxy-variable}. The proxy’s log has the reason.',
setupPath: 'runner',
};
const LOOK_UP_HOST = {fix: 'Rerun the job. If it fails again, run this command on the same runner:',
snippet: ['nslookup {host}'],
setupPath: 'runner',
};
const TRANSPORT_ENTRIES = [{title: 'EAI_AGAIN: the name server did not answer',
networkCodes: ['EAI_*'],
causes: [
UNREAD_PROXY,
{explanation: 'The name server of the runner did not answer, or not in time.',
...LOOK_UP_HOST,
},
MAY_NEED_PROXY,
EXEMPTED_FROM_PROXY,
],
},
{title: 'ENOTFOUND: the host name is not known',
networkCodes: ['ENOTFOUND', 'ENODATA'],
causes: [
NEEDS_PROXY,
UNREAD_PROXY,
WRONG_HOST,
EXEMPTED_FROM_PROXY,
{explanation: 'The name servers of the runner do not know the host.',
...LOOK_UP_HOST,
}],
},
{title: 'ECONNREFUSED: the connection was refused',
networkCodes: ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'],
causes: [
NEEDS_PROXY,
UNREAD_PROXY,
EXEMPTED_FROM_PROXY,
{explanation: 'A firewall refuses the connection.',
fix: 'Allow {host} (HTTPS).',
setupPath: 'network',
},
WRONG_HOST,
],
},
{title: 'ETIMEDOUT: no answer in time',
networkCodes: ['*TIMEDOUT', '*timeout'],
status: [408, 408],
causes: [
NEEDS_PROXY,
UNREAD_PROXY,
EXEMPTED_FROM_PROXY,
BAD_PROXY,
{...UNAVAILABLE,
explanation: 'Salesforce or the network is slow or down.',
fix: 'Check your instance (Setup → Company Information). If it fails often, raise `timeout-seconds`.',
}],
},
{title: 'SELF_SIGNED_CERT_IN_CHAIN: the server’s certificate is not trusted',
networkCodes: ['SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_*', 'CERT_UNTRUSTED', 'CERT_SIGNATURE_FAILURE', 'INVALID_CA'],
causes: [
...UNTRUSTED_AUTHORITY,
{impliedBy: 'ca-variable-not-read',
refutedBy: ['extra-ca-certs-set'],
explanation: 'Node does not know the authority that signs this connection, though other programs on the runner may.',
fix: 'Set NODE_EXTRA_CA_CERTS to the same file. Never turn TLS checks off.',
setupPath: 'runner',
},
{refutedBy: ['extra-ca-certs-set'],
mentions: 'proxy-set',
explanation: 'A TLS-inspecting proxy or firewall signs connections with its own certificate authority.',
fix: 'Set NODE_EXTRA_CA_CERTS to a file with the authority’s certificate (PEM), because Node ignores those of the operating system. Never turn TLS checks off.',
setupPath: 'runner',
}],
},
{title: 'CERT_HAS_EXPIRED: a certificate is out of date',
networkCodes: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'proxy-certificate-expired'],
causes: [{promotedBy: 'proxy-set',
explanation: 'The certificate of a proxy or firewall has expired. It is not that of your app.',
fix: 'Renew the proxy’s certificate.',
setupPath: 'network',
},
{promotedBy: 'clock-skewed',
refutedBy: ['clock-in-sync'],
explanation: 'The runner’s clock is wrong.',
fix: 'Synchronize the runner’s clock with NTP.',
}],
},
{title: 'ECONNRESET: the connection was cut',
networkCodes: ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ABORT_ERR', '*PREMATURE_CLOSE'],
causes: [
UNAVAILABLE,
{...INTERCEPTING_PROXY,
explanation: 'A proxy or firewall cuts the connection.',
}],
},
{title: 'The proxy setting cannot be read',
networkCodes: ['proxy-invalid'],
causes: [{certain: true,
explanation: 'The value of {proxy-variable} is not the address of an HTTP proxy. Nothing was sent: the step never bypasses a proxy.',
fix: 'Set it to http://host:port or http://name:password@host:port, with special characters as %XX. To use no proxy, leave it empty.',
setupPath: 'runner',
}],
},
{title: 'The proxy uses plain HTTP, not TLS',
networkCodes: ['proxy-plain'],
causes: [{certain: true,
mentions: 'proxy-set',
explanation: '{proxy-variable} begins with https://, but the proxy uses plain HTTP.',
fix: 'Begin {proxy-variable} with http://. The connection to Salesforce stays encrypted.',
setupPath: 'runner',
}],
},
{title: 'The certificate of the proxy itself is not trusted',
networkCodes: ['proxy-certificate'],
causes: [
...UNTRUSTED_AUTHORITY,
{refutedBy: ['extra-ca-certs-set'],
mentions: 'proxy-set',
explanation: '{proxy-variable} begins with https://, and the runner does not trust the certificate of the proxy.',
fix: 'Set NODE_EXTRA_CA_CERTS to a file with the certificate of its authority (PEM), and use the host name in that certificate.',
setupPath: 'runner',
}],
},
{title: '407 Proxy Authentication Required',
networkCodes: ['proxy-refused 407'],
status: [407, 407],
causes: [{impliedBy: 'proxy-credentials-not-set',
refutedBy: ['proxy-without-basic'],
explanation: 'The proxy asks for a user name and a password.',
fix: 'Set {proxy-variable} to http://name:password@host:port, from a secret, with special characters as %XX.',
setupPath: 'runner',
},
{refutedBy: ['proxy-credentials-not-set', 'proxy-without-basic'],
explanation: 'The user name or the password for the proxy is wrong.',
fix: 'Correct {proxy-variable}: http://name:password@host:port, from a secret, with special characters as %XX.',
setupPath: 'runner',
},
{explanation: 'The proxy asks for a password only for hosts or runners that are not on its allow list.',
fix: 'Ask the team that runs the proxy to allow {host} (HTTPS) for this runner.',
setupPath: 'network',
},
{promotedBy: 'proxy-without-basic',
refutedBy: ['proxy-with-basic'],
explanation: 'The proxy wants NTLM, Kerberos or Digest. The step can send only a name and a password (Basic).',
fix: 'Ask for an account with Basic authentication, for an exception for {host}, or run a local proxy such as cntlm on the runner.',
setupPath: 'runner',
}],
},
{title: 'The proxy cannot be reached',
networkCodes: ['proxy-unreachable'],
causes: [{mentions: 'proxy-set',
explanation: 'The runner cannot reach the proxy itself: its address in {proxy-variable} is wrong, or it is down.',
fix: 'Correct {proxy-variable} to http://host:port, or start the proxy. Salesforce was not asked.',
setupPath: 'runner',
}],
},
{title: 'The proxy closed the connection',
networkCodes: ['proxy-closed'],
causes: [{mentions: 'proxy-set',
explanation: 'The proxy closed the connection without an answer. It may not allow {host}, or is no HTTP proxy.',
...ALLOW_IN_PROXY,
}],
},
{title: 'The proxy did not open a connection',
networkCodes: ['proxy-*'],
causes: [{mentions: 'proxy-set',
explanation: 'The proxy answered, but refused {host}, could not reach it, or is not a proxy.',
...ALLOW_IN_PROXY,
}],
},
{title: 'ERR_TLS_CERT_ALTNAME_INVALID: the server’s certificate is for another host',
networkCodes: ['ERR_TLS_CERT_ALTNAME*', 'HOSTNAME_MISMATCH'],
causes: [{...WRONG_HOST,
explanation: '`login-url` is misspelled or has an extra dot. For a sandbox it looks like https://acme--uat.sandbox.my.{domain}.',
},
INTERCEPTING_PROXY,
],
},
{title: 'The TLS handshake failed',
networkCodes: ['EPROTO', 'ERR_SSL*', 'ERR_TLS*', 'CERT_*'],
causes: [INTERCEPTING_PROXY],
},
{title: 'The answer is not HTTP (HPE_INVALID_CONSTANT)',
networkCodes: ['HPE_*', 'ERR_HTTP*'],
causes: [INTERCEPTING_PROXY],
}];

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/index.js
const OAUTH_ENTRIES = [
NOT_APPROVED,
APP_NOT_FOUND,
AUDIENCE_INVALID,
INVALID_ASSERTION,
INVALID_CREDENTIALS,
CLIENT_ID_INVALID,
NOT_ADMIN_APPROVED,
IP_RESTRICTED,
AUTHENTICATION_FAILURE,
EXPIRED_ASSERTION,
UNSUPPORTED_GRANT_TYPE,
RETRY_REQUEST,
RATE_EXCEEDED,
OFFLINE_SCOPE,
MUST_BE_INSTALLED,
CROSS_ORG,
WRONG_DOMAIN,
INACTIVE_USER,
NO_SCOPES,
TOO_MANY_SCOPES,
APPROVAL_EXPIRED,
LOGINS_EXCEEDED,
APP_BLOCKED,
NO_POLICIES,
SESSION_LEVEL,
INACTIVE_ORG,
INVALID_REQUEST,
INVALID_GRANT,
];
const ENTRY_GROUPS = {oauthErrors: OAUTH_ENTRIES,
inputs: [...INPUT_ENTRIES, ...URL_ENTRIES, ...KEY_ENTRIES],
connections: TRANSPORT_ENTRIES,
responses: RESPONSE_ENTRIES,
checks: CHECK_ENTRIES,
fallbacks: FALLBACK_ENTRIES,
};
const GENERAL_CAUSES = [EMPTY_LOGIN_URL, UNKNOWN_WORDS];
const CATALOG_GROUPS = ENTRY_GROUPS;
const CATALOG = Object.values(CATALOG_GROUPS).flat();

var external_node_crypto_ = __webpack_require__(598);
;// CONCATENATED MODULE: ./lib/diagnosis/environment-facts.js
function readEnvironmentFacts(env) {
	const extraCaCerts = readExtraCaCerts(env['NODE_EXTRA_CA_CERTS']);
	const isReadByNode = /--use-(openssl|system)-ca/.test(env['NODE_OPTIONS'] ?? '');
	const caVariable = isReadByNode ? undefined : CA_VARIABLES.find((name) => env[name]);
	return {
		loginUrlEmpty: env['INPUT_LOGIN-URL']?.trim() === '',
		misspelledInputs: misspelledInputs(env),
		unreadProxyVariables: unreadProxyVariables(env),
		proxyHasCredentials: /@/.test(env['https_proxy'] || env['HTTPS_PROXY'] || ''),
		noProxyEntries: noProxyEntries(env),
		...(extraCaCerts ? { extraCaCerts } : {}),
		...(caVariable ? { caVariable } : {}),
	};
}
function misspelledInputs(env) {
	return Object.keys(env).filter((name) => {
		const input = requiredInput(name);
		return input && (input === 'username' ? /@/ : /\S/).test(env[name] ?? '');
	});
}
function requiredInput(name) {
	const [, input] = /^(?:INPUT_)?(?:SF_|SFDC_|SALESFORCE_)?(CONSUMER[-_]?KEY|PRIVATE[-_]?KEY|USERNAME)$/i.exec(name) ?? [];
	return input?.toLowerCase().replace(/[-_]?key/, '-key');
}
function unreadProxyVariables(env) {
	return Object.keys(env).filter((name) => /^(https?|all)_proxy$/i.test(name) && !['https_proxy', 'HTTPS_PROXY'].includes(name) && env[name] !== '');
}
const CA_VARIABLES = ['SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE', 'GIT_SSL_CAINFO'];
const NO_PROXY_ENTRY = /^[\w.*:/;-]*(force\.|sfcrm|my\.site)[\w.*:/;-]*$/i;
const noProxyEntries = (env) => (env['no_proxy'] || env['NO_PROXY'] || '').split(/[\s,]+/).filter((entry) => entry.length < 100 && NO_PROXY_ENTRY.test(entry));
const MAX_PATH_LENGTH = 300;
const MAX_FILE_BYTES = 4_000_000;
function readExtraCaCerts(value = '') {
	if (value === '') return undefined;
	if (value.includes('-----BEGIN') || value.length > MAX_PATH_LENGTH) return { path: 'a text', flaw: 'is not the path of a file' };
	const path = value;
	try {
		const stats = (0,external_node_fs_.statSync)(path);
		if (!stats.isFile() || stats.size > MAX_FILE_BYTES) return { path, flaw: 'is not a file of certificates' };
		const bytes = (0,external_node_fs_.readFileSync)(path);
		const flaw = flawOf(bytes);
		if (flaw) return { path, flaw };
		return hasAuthority(bytes) ? { path } : { path, hasNoAuthority: true };
	} catch {
		return { path, flaw: 'does not exist or cannot be read' };
	}
}
function flawOf(bytes) {
	if (bytes.length === 0) return 'is empty';
	if (/^(feedfeed|cececece)/.test(bytes.toString('hex', 0, 4))) return 'is a Java keystore, not PEM';
	const [block] = certificatesIn(bytes);
	if (block === undefined) return bytes[0] === DER_SEQUENCE && isCertificate(bytes) ? 'is a certificate in binary form (DER), not PEM' : 'contains no certificate in PEM form';
	return isCertificate(block) ? undefined : 'contains a damaged certificate';
}
const DER_SEQUENCE = 0x30;
const certificatesIn = (bytes) => bytes.toString('latin1').match(/-----BEGIN (?:X509 )?CERTIFICATE-----[^-]+-----END (?:X509 )?CERTIFICATE-----/g) ?? [];
const hasAuthority = (bytes) => certificatesIn(bytes).some((block) => parseCertificate(block)?.ca);
const isCertificate = (content) => parseCertificate(content) !== undefined;
function parseCertificate(content) {
	try {
		return new external_node_crypto_.X509Certificate(content);
	} catch {
		return undefined;
	}
}

var http_errors = __webpack_require__(729); // ./lib/http/errors.js
var runner_errors = __webpack_require__(267); // ./lib/runner/errors.js
var signing_errors = __webpack_require__(916); // ./lib/signing/errors.js
;// CONCATENATED MODULE: ./lib/diagnosis/match.js
function normalize(text) {
	const unquoted = text.toLowerCase().replace(/['’‘`´]/g, '');
	const joined = unquoted.replace(/\b(has|have|is|are|was|does|do|did)\s+not\b/g, '$1nt');
	return ` ${joined.replace(/[^a-z0-9]+/g, ' ').trim()} `;
}
const entriesFor = ({ request, transient }, catalog) => catalog.filter((entry) => (transient || !entry.transient) && (entry.request === request || (!entry.request && request !== 'key-service')));
function byPhrase({ error, description = '', excerpt = '', passkeyPage, rateExceeded }, entries) {
	const pageText = rateExceeded ? RATE_EXCEEDED.title : passkeyPage ? PASSKEY_PHRASE : excerpt;
	const text = normalize(`${description} ${pageText}`);
	for (const entry of entries) {
		const phrases = entry.phrases?.filter((phrase) => text.includes(normalize(phrase))) ?? [];
		const [phrase] = phrases;
		if (phrase === undefined) continue;
		const title = normalize(entry.title);
		const isInTitle = [...phrases, error ?? phrase].some((words) => title.includes(normalize(words).trim()));
		return { entry, matchedBy: 'phrases', ...(isInTitle ? {} : { otherPhrase: phrase }) };
	}
	return undefined;
}
function bySalesforceError({ error }, entries) {
	const entry = entries.find(({ salesforceErrors = [] }) => salesforceErrors.some((code) => equalsIgnoreCase(code, error)));
	return entry && { entry, matchedBy: 'salesforceErrors' };
}
function byErrorWithoutDescription({ error, description }, entries) {
	if (description) return undefined;
	const entry = entries.find(({ errorWithoutDescription }) => equalsIgnoreCase(errorWithoutDescription, error));
	return entry && { entry, matchedBy: 'errorWithoutDescription' };
}
const equalsIgnoreCase = (code, error) => code !== undefined && code.toLowerCase() === error?.toLowerCase();
function byServiceError(code, entries) {
	const entry = entries.find(({ serviceErrors }) => serviceErrors?.some((pattern) => matchesPattern(pattern, code)));
	return entry && { entry, matchedBy: 'serviceErrors' };
}
function byStatus({ bodyKind, status }, entries) {
	const entry = entries.find((candidate) => {
		if (candidate.status === undefined) return false;
		const [first, last] = candidate.status;
		return status >= first && status <= last && (candidate.bodyKind ?? bodyKind) === bodyKind;
	});
	return entry && { entry, matchedBy: 'status' };
}
const matchesPattern = (pattern, code) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(code);
function byNetworkCode({ code, request, details: { status } }, catalog) {
	const codeAndStatus = status === undefined ? code : `${code} ${status}`;
	const entry = [request, undefined].flatMap((name) => catalog.filter((candidate) => candidate.request === name)).find(({ networkCodes }) => networkCodes?.some((pattern) => matchesPattern(pattern, codeAndStatus)));
	return entry && { entry, matchedBy: 'networkCodes' };
}
function byErrorCode(code, catalog) {
	const entry = catalog.find(({ errorCodes }) => errorCodes?.includes(code));
	return entry && { entry, matchedBy: 'errorCodes' };
}
function match(error, catalog) {
	if (error instanceof http_errors.wX) return byNetworkCode(error, catalog);
	if (error instanceof salesforce_errors.o3) return byResponse(error, catalog);
	const isActionError = error instanceof errors.d || error instanceof salesforce_errors.mk || error instanceof salesforce_errors.MU || error instanceof runner_errors.R || error instanceof signing_errors.u;
	return isActionError ? byErrorCode(error.code, catalog) : undefined;
}
function byResponse(error, catalog) {
	const { response, request, code } = error;
	const entries = entriesFor(error, catalog);
	const found = byPhrase(response, entries);
	if (found) return found;
	if (error instanceof salesforce_errors.tF) return byErrorCode(error.code, catalog);
	if (request === 'key-service') return byServiceError(code, entries) ?? byStatus(response, entries);
	const hasOtherCode = request === 'userinfo' && response.error !== undefined;
	return bySalesforceError(response, entries) ?? byErrorWithoutDescription(response, entries) ?? byStatus(response, hasOtherCode ? entries.filter((entry) => !entry.request) : entries);
}
function findEntry(error, catalog = CATALOG) {
	return match(error, catalog) ?? { entry: ACTION_BUG, matchedBy: 'none' };
}
function needsKeyServiceEntries(error) {
	return (error instanceof http_errors.wX && error.request === 'key-service') || findEntry(error).matchedBy === 'none';
}

;// CONCATENATED MODULE: ./lib/diagnosis/annotation.js
const MAX_OTHER_CAUSES = 3;
function annotationMessage({ failureLine, responseLine, notes, causes, certain, stack }, link) {
	return [failureLine, ...(responseLine ? [responseLine] : []), ...notes, ...causes.slice(0, 1).flatMap((likeliest) => causeLines(likeliest, certain)), ...stack.map((line) => `  ${line}`), ...causes.slice(1, 1 + MAX_OTHER_CAUSES).map(({ explanation }) => `Also possible: ${explanation}`), `Help: ${link}`].join('\n');
}
function causeLines({ explanation, evidence, appliesIf, fix, snippet, setupPaths }, certain) {
	const [path, connectedApp] = setupPaths;
	return [
		`${certain ? 'Cause' : 'Most likely cause'}: ${explanation}`,
		...(evidence ? [`Why: ${evidence}.`] : []),
		...(appliesIf ? [`This is the cause if ${appliesIf}`] : []),
		`Fix: ${fix}`,
		...snippet.map((line) => `  ${line}`),
		...(path ? [`Where: ${path}`] : []),
		...(connectedApp ? [`  (Connected App: ${connectedApp})`] : []),
	];
}

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/login-history.js
const LOGIN_HISTORY = {none: ['no row for this run', 'The request reached another org, or the org has no such user. A sign-in that the org rejects because of the app may leave no row either (our inference).', 'Set `login-url` to the org’s My Domain, and check `username`.', 'shared-login-host'],
noUser: ['no row in the org of `login-url`', 'The org has no such user. A sign-in that the org rejects because of the app may leave no row either (our inference).', 'Check `username`, also for a space at its end.', 'not-a-shared-login-host'],
policy: ['a Status that is not listed here', 'Salesforce documents no Status for this refusal.', 'Check the app’s settings instead.'],
signature: ['Failed: Signature Invalid, `LOGIN_OAUTH_INVALID_DSIG`', 'The certificate in the app does not match the private key.', 'Upload the right certificate.'],
timestamp: ['Failed: Invalid Timestamp, `LOGIN_OAUTH_INVALID_TIMESTAMP`', 'The runner’s clock is wrong, or the request was late (our inference).', 'Set the clock.'],
noConsumer: ['Missing Consumer Key Parameter, `LOGIN_OAUTH_NO_CONSUMER`', 'The org has no app with this consumer key (our inference).', 'Copy the consumer key again.'],
deleted: ['Failed: Consumer Deleted, `LOGIN_OAUTH_CONSUMER_DELETED`', 'The app was deleted.', 'Create an External Client App.'],
notInstalled: ['Package for this consumer is not installed in your organization, `LOGIN_OAUTH_PACKAGE_MISSING`', 'The app belongs to another org.', 'Create or install it in this one.'],
apiDisabled: ['Failed: OAuth API access disabled, `LOGIN_OAUTH_API_DISABLED`', 'The user may not use the API.', 'Give the user API Enabled.'],
ip: ['Restricted IP, `LOGIN_ERROR_RESTRICTED_DOMAIN`, or Failed: IP Address Not Allowed, `LOGIN_OAUTH_INVALID_IP`', 'The address is outside the Login IP Ranges.', 'Change Login IP Ranges of the profile.'],
hours: ['Restricted time, `LOGIN_ERROR_RESTRICTED_TIME`', 'Login Hours do not allow it at this time.', 'Change Login Hours of the profile.', 'hours-possible'],
domain: ['Restricted domain, `LOGIN_ERROR_ORG_DOMAIN_ONLY` or `LOGIN_ERROR_GLOBAL_BLOCK_DOMAIN`', 'The org accepts sign-ins only at its My Domain.', 'Set `login-url` to it.', 'shared-login-host'],
rate: ['Login rate exceeded, `LOGIN_ERROR_RATE_EXCEEDED`, or Failed: Get Access Token Limit Exceeded, `LOGIN_OAUTH_EXCEED_GET_AT_LMT`', 'The user signed in too often.', 'Wait, then sign in less often.'],
logins: ['Maximum logins exceeded, `LOGIN_ERROR_LOGINS_EXCEEDED`', 'The license does not allow this sign-in.', 'Use another user.'],
inactive: ['User is inactive, `LOGIN_ERROR_USER_INACTIVE`, or User is frozen, `LOGIN_ERROR_USER_FROZEN`', 'The user is deactivated or frozen.', 'Activate or unfreeze the user.'],
org: ['Organization is in maintenance, inactive, locked or suspended, `LOGIN_ERROR_ORG_…`, or Trial Expired, `LOGIN_ORG_TRIAL_EXP`', 'The org is unavailable.', 'Wait until maintenance is over, or contact Salesforce.'],
platform: ['Failed: Activation secret invalid, `LOGIN_OAUTH_INVALID_DS`', 'An error inside Salesforce.', 'Rerun the job. If it fails again, open a case.'],
};

var lib_errors = __webpack_require__(452); // ./lib/errors.js
var clock = __webpack_require__(309); // ./lib/salesforce/clock.js
var hosts = __webpack_require__(612); // ./lib/salesforce/hosts.js
var scope = __webpack_require__(695); // ./lib/salesforce/scope.js
;// CONCATENATED MODULE: ./lib/diagnosis/diagnosis-input.js
const loginHost = (run) => URL.parse(run.loginUrl ?? '')?.host;
const expectedAudience = (run) => run.loginUrl && (0,hosts.Q0)(run.loginUrl);
const describeProxy = ({ proxy, proxyVariable }) => proxy && (proxyVariable ? `${proxy} (${proxyVariable})` : proxy);

;// CONCATENATED MODULE: ./lib/diagnosis/username-kind.js
const PUBLIC_ENDINGS = /^(com|org|net|edu|gov|mil|info|biz|[a-z]{2})$/;
const AMBIGUOUS = /^(qa|sb|st|ci|prod|production|prd|live|devhub)$/;
function guessUsernameKind(username = '') {
	const lower = username.toLowerCase();
	if (/^test-.+@example\.com$/.test(lower)) return { kind: 'sandbox', ending: '' };
	const [, domain = ''] = lower.split('@');
	const [ending = '', parent = '', ...remaining] = domain.split('.').reverse();
	if (parent === '' || AMBIGUOUS.test(ending)) return undefined;
	if (PUBLIC_ENDINGS.test(ending)) return { kind: 'production', ending };
	const appended = remaining.length > 0 && PUBLIC_ENDINGS.test(parent);
	return appended ? { kind: 'sandbox', ending } : undefined;
}

;// CONCATENATED MODULE: ./lib/diagnosis/evidence.js
const isHostKind = (run, ...kinds) => kinds.some((kind) => kind === run.hostKind);
const sameUrl = (a, b) => a !== undefined && a.replace(/\/$/, '').toLowerCase() === b?.replace(/\/$/, '').toLowerCase();
const notMyDomainText = (run) => `the request went to ${loginHost(run)}, not to the org’s My Domain`;
const refusedMyDomainAudience = ({ loginUrl, audience, fallbackAudience }) => sameUrl(audience, loginUrl) || fallbackAudience?.outcome === 'refused';
const hasOtherAudience = (run) => run.audience && !sameUrl(run.audience, expectedAudience(run)) && !sameUrl(run.audience, run.loginUrl);
const acceptedMyDomainAudience = ({ fallbackAudience }) => fallbackAudience?.outcome === 'accepted' || fallbackAudience?.outcome === 'got-further';
const detail = (error, name) => (error instanceof lib_errors.l ? error.details[name]?.toString() : undefined);
const requestOf = (error) => ((0,salesforce_errors.eK)(error) ? error.request : undefined);
const isKeyServiceFailure = (error) => requestOf(error) === 'key-service' || error instanceof signing_errors.u;
const isCheck = (error) => requestOf(error) === 'userinfo';
const descriptionOf = (error) => (error instanceof salesforce_errors.F9 ? (error.response.description ?? '') : '');
const namesOnlyAddress = (error) => /\bip\b(?!.*hours)/i.test(descriptionOf(error));
function redirectTarget({ run, error }) {
	const target = error instanceof salesforce_errors.F9 ? (error.response.location ?? '') : '';
	return (0,hosts.Te)(target) && target !== loginHost(run) ? target : undefined;
}
const agreeingClocks = ({ skewSeconds: skew }) => (skew !== undefined && !(0,clock.S)(skew) ? 'the runner’s clock and Salesforce’s clock agree' : undefined);
const MAX_SECONDS_ON_THE_WAY = 60;
const EVIDENCE = {
	'sandbox-user-at-production-host': ({ run }) => {
		const guess = guessUsernameKind(run.username);
		if (guess?.kind !== 'sandbox' || !isHostKind(run, 'login', 'my-domain')) return undefined;
		const observation = guess.ending ? `ends with “.${guess.ending}”, as in a sandbox` : 'is that of a scratch org';
		return `the username ${observation}, but ${loginHost(run)} is for production orgs`;
	},
	'production-user-at-sandbox-host': ({ run }) => (guessUsernameKind(run.username)?.kind === 'production' && isHostKind(run, 'test', 'sandbox') ? `${loginHost(run)} is for sandboxes, where the username looks like ${run.username}.${(0,hosts.ZV)(loginHost(run) ?? '') ?? 'uat'}` : undefined),
	'user-of-another-sandbox': ({ run }) => {
		const ending = guessUsernameKind(run.username)?.ending;
		const sandbox = (0,hosts.ZV)(loginHost(run) ?? '');
		return guessUsernameKind(run.username)?.kind === 'sandbox' && ending && sandbox && ending !== sandbox ? `the username ends with “.${ending}”, but ${loginHost(run)} is the sandbox “${sandbox}”` : undefined;
	},
	'username-escaped': ({ run: { username = '' } }) => {
		const [sequence] = /&(amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);|%(2[\da-f]|40)/i.exec(username) ?? [];
		return sequence && `the username contains “${sequence}”`;
	},
	'shared-login-host': ({ run, error }) => (isHostKind(run, 'login', 'test') && !isCheck(error) ? notMyDomainText(run) : undefined),
	'not-a-shared-login-host': ({ run }) => (isHostKind(run, 'login', 'test') ? undefined : loginHost(run)),
	'shared-login-url': ({ run }) => (isHostKind(run, 'login', 'test') ? `login-url is ${run.loginUrl}` : undefined),
	'test-login-host': ({ run, error }) => (isHostKind(run, 'test') && !isCheck(error) ? notMyDomainText(run) : undefined),
	'sandbox-my-domain': ({ run }) => (isHostKind(run, 'sandbox') ? `${loginHost(run)} is a sandbox, and a refresh gives it a new org ID` : undefined),
	'shared-audience-at-my-domain': ({ run }) => (isHostKind(run, 'my-domain', 'sandbox') && sameUrl(run.audience, expectedAudience(run)) && !refusedMyDomainAudience(run) && !acceptedMyDomainAudience(run) ? `the request went to the My Domain with ${run.audience} as audience` : undefined),
	'both-audiences-refused': ({ run: { audience, fallbackAudience: fallback } }) => (fallback?.outcome === 'refused' ? `Salesforce refused ${audience}, then ${fallback.audience}` : undefined),
	'audience-from-input': ({ run }) => (run.audienceFromInput ? `the workflow sets the audience ${run.audience}` : undefined),
	'my-domain-audience-rejected': ({ run }) => (isHostKind(run, 'my-domain', 'sandbox') && refusedMyDomainAudience(run) ? 'Salesforce refuses the My Domain as audience too, so the audience is not the reason' : undefined),
	'my-domain-as-audience': ({ run }) => (isHostKind(run, 'my-domain', 'sandbox') && sameUrl(run.audience, run.loginUrl) ? 'the workflow sets the My Domain as audience, which some orgs do not accept' : undefined),
	'login-url-mismatch': ({ run }) => {
		const kind = guessUsernameKind(run.username)?.kind;
		const isOtherOrg = kind === 'sandbox' ? isHostKind(run, 'login', 'my-domain') : kind && isHostKind(run, 'test', 'sandbox');
		const audienceKind = (0,hosts.Pz)(URL.parse(run.audience ?? '')?.hostname ?? '');
		const audienceFits = /test|sandbox/.test(audienceKind) === (kind === 'sandbox');
		return isOtherOrg && audienceFits && hasOtherAudience(run) ? `the username and the audience ${run.audience} both look like those of a ${kind} org` : undefined;
	},
	'audience-mismatch': ({ run }) => {
		const expected = expectedAudience(run);
		return expected && hasOtherAudience(run) ? `the audience is ${run.audience}, but ${loginHost(run)} needs ${expected}` : undefined;
	},
	'site-host': ({ run }) => (isHostKind(run, 'site') ? `${loginHost(run)} is an Experience Cloud site` : undefined),
	'certificate-matched': ({ run }) => (run.certificateMatched ? 'the certificate in this workflow matches the private key' : undefined),
	'certificate-not-compared': ({ run }) => (run.certificateMatched ? undefined : 'the workflow sets no certificate input, with which the step would compare it'),
	'certificate-expired': ({ run }) => (run.certificateExpired ? `the certificate in this workflow was valid until ${run.certificateExpires}` : undefined),
	'clock-skewed': ({ run: { skewSeconds: skew = 0 } }) => ((0,clock.S)(skew) ? `the runner’s clock is ${Math.abs(skew)} seconds ${skew > 0 ? 'behind' : 'ahead of'} Salesforce’s` : undefined),
	'clock-in-sync': ({ run }) => agreeingClocks(run),
	'clock-not-behind': ({ run }) => agreeingClocks(run) ?? ((run.skewSeconds ?? 0) < 0 ? 'the runner’s clock is ahead, so the assertion was valid for longer' : undefined),
	'clock-compensated': ({ run }) => (run.clockCompensated ? 'Salesforce also refused a request that was signed with its own time, so the clock is not the reason' : undefined),
	'answered-quickly': ({ run: { requestedAt, respondedAt } }) => (requestedAt !== undefined && respondedAt !== undefined && respondedAt - requestedAt < MAX_SECONDS_ON_THE_WAY * 1000 ? `the response came ${Math.round((respondedAt - requestedAt) / 1000)} seconds after the request` : undefined),
	'login-url-empty': ({ run, reportContext }) => (reportContext?.environment?.loginUrlEmpty ? `the workflow sets login-url to an empty value, so the request went to ${loginHost(run) ?? 'login.salesforce.com'}` : undefined),
	'scope-with-api': ({ run }) => (run.scope && (0,scope.n)(run.scope) ? `the scope of the token is ${run.scope}` : undefined),
	'scope-without-api': ({ run }) => (run.scope && !(0,scope.n)(run.scope) ? `the scope of the token is ${run.scope}` : undefined),
	'extra-ca-certs-unusable': ({ reportContext }) => {
		const { path, flaw } = reportContext?.environment?.extraCaCerts ?? {};
		return flaw && `NODE_EXTRA_CA_CERTS is set to ${path}, which ${flaw}`;
	},
	'extra-ca-certs-without-authority': ({ reportContext }) => {
		const { path, hasNoAuthority } = reportContext?.environment?.extraCaCerts ?? {};
		return hasNoAuthority && `no certificate in ${path} may sign others`;
	},
	'extra-ca-certs-usable': ({ reportContext }) => {
		const extraCaCerts = reportContext?.environment?.extraCaCerts;
		return extraCaCerts && !extraCaCerts.flaw ? `NODE_EXTRA_CA_CERTS is set to ${extraCaCerts.path}` : undefined;
	},
	'extra-ca-certs-set': ({ reportContext }) => reportContext?.environment?.extraCaCerts?.path,
	'proxy-variable-not-read': ({ run, reportContext }) => {
		const names = reportContext?.environment?.unreadProxyVariables ?? [];
		return !run.proxy && !run.proxyVariable && names.length > 0 ? `the environment sets ${names.join(' and ')}, which the step does not read` : undefined;
	},
	'proxy-credentials-not-set': ({ run, reportContext }) => (run.proxyVariable && reportContext?.environment?.proxyHasCredentials === false ? `${run.proxyVariable} contains no user name and password` : undefined),
	'proxy-exempted': ({ run, error }) => (!run.proxy && run.proxyVariable ? `${run.proxyVariable} is set, but no_proxy exempts ${error instanceof http_errors.wX ? error.host : loginHost(run)}` : undefined),
	'proxy-set': ({ run }) => (run.proxy ? `requests from this runner go through the proxy ${describeProxy(run)}` : undefined),
	'unexpected-response-behind-proxy': ({ run, error }) => (run.proxy && !(error instanceof salesforce_errors.F9 && /oauth|rest/.test(error.response.bodyKind)) ? `the answer does not look like Salesforce’s, and requests go through the proxy ${describeProxy(run)}` : undefined),
	'proxy-not-set': ({ run }) => (run.requestedAt !== undefined && !run.githubHosted && !run.proxy && !run.proxyVariable ? 'this is a self-hosted runner, and neither https_proxy nor HTTPS_PROXY is set' : undefined),
	'github-hosted-runner': ({ run }) => (run.githubHosted ? 'this is a GitHub-hosted runner, whose address changes with every job' : undefined),
	'several-attempts': ({ run, error }) => (run.attempts > 1 && !isCheck(error) ? `${run.attempts} attempts failed` : undefined),
	'revoke-token-set': ({ run }) => (run.revokeToken ? 'this workflow sets revoke-token to true' : undefined),
	'host-suggested': ({ error }) => {
		const suggested = detail(error, 'suggested');
		return suggested && `${suggested} is a host of Salesforce`;
	},
	'stray-character': ({ error }) => (detail(error, 'character') ? 'the value is valid without it' : undefined),
	'value-of-another-input': ({ error }) => {
		const kind = detail(error, 'valueKind');
		const expected = error instanceof errors.d && /url|audience/.test(error.input) ? 'a URL' : '';
		return kind && kind !== expected ? `the value is ${kind}, which belongs in another input` : undefined;
	},
	'site-path-suggested': ({ error }) => (detail(error, 'suggested') === detail(error, 'origin') ? undefined : 'the host is that of a site'),
	'username-empty': ({ error }) => (detail(error, 'inputs') === 'username' ? 'the other required inputs have values' : undefined),
	'all-inputs-empty': ({ error }) => (/consumer-key.*private-key.*username/.test(detail(error, 'inputs') ?? '') ? 'all required inputs are empty' : undefined),
	'input-misspelled': ({ error, reportContext }) => {
		const empty = (detail(error, 'inputs') ?? '').split(', ');
		const names = reportContext?.environment?.misspelledInputs?.filter((name) => empty.some((input) => input === requiredInput(name)));
		return names?.length ? `the environment has a value for ${names.join(', ')}` : undefined;
	},
	'signed-in': ({ error }) => (isCheck(error) ? 'the sign-in itself succeeded' : undefined),
	'redirected-to-my-domain': (input) => {
		const target = redirectTarget(input);
		return target && `Salesforce redirects the request to ${target}`;
	},
	'site-path': ({ run, error }) => {
		if (isCheck(error)) return undefined;
		const path = URL.parse(run.loginUrl ?? '')?.pathname ?? '/';
		return isHostKind(run, 'site') && path !== '/' ? `login-url has the path ${path}` : undefined;
	},
	'hours-possible': ({ error }) => (error instanceof salesforce_errors.F9 && !namesOnlyAddress(error) ? 'the refusal may concern Login Hours' : undefined),
	'api-off-for-org': ({ error }) => (/organi[sz]ation\W*$/i.test(descriptionOf(error)) ? 'Salesforce names the org, not the user' : undefined),
	'api-off-for-user': ({ error }) => (/this user/i.test(descriptionOf(error)) ? 'Salesforce names the user, not the org' : undefined),
	'requests-at-once': ({ error }) => (/concurrent/i.test(descriptionOf(error)) ? 'Salesforce names concurrent requests' : undefined),
	'requests-of-24-hours': ({ error }) => (/totalrequests/i.test(descriptionOf(error)) ? 'Salesforce names all requests' : undefined),
	connected: ({ run: { proxy = '', responseProxy }, error }) => (detail(error, 'proxy') || responseProxy === proxy ? 'connected' : undefined),
	'proxy-without-basic': ({ error }) => {
		const schemes = detail(error, 'schemes');
		return schemes && !/basic/i.test(schemes) ? `the proxy offers only ${schemes}` : undefined;
	},
	'proxy-with-basic': ({ error }) => (/basic/i.test(detail(error, 'schemes') ?? '') ? 'the proxy offers Basic' : undefined),
	'ca-variable-not-read': ({ reportContext }) => {
		const name = reportContext?.environment?.caVariable;
		return name && `${name} is set, but Node does not read it`;
	},
	'no-secrets': ({ reportContext }) => {
		const missingSecrets = reportContext?.missingSecrets;
		if (missingSecrets?.reason !== 'fork') return undefined;
		return missingSecrets.fork ? `this pull request is from ${missingSecrets.fork}` : 'GitHub gives this run no secrets';
	},
	'forked-repository': ({ error, reportContext }) => (reportContext?.missingSecrets?.reason === 'forked-repository' && /consumer-key.*private-key/.test(detail(error, 'inputs') ?? '') ? 'this repository is a fork' : undefined),
	'dependabot-run': ({ reportContext }) => (reportContext?.missingSecrets?.reason === 'dependabot' ? 'Dependabot started this run' : undefined),
};

;// CONCATENATED MODULE: ./lib/diagnosis/diagnose.js
function diagnose(input, catalog) {
	const match = findEntry(input.error, catalog);
	const { entry, matchedBy } = match;
	const isUnknown = matchedBy === 'salesforceErrors' && hasUnknownWords(input.error);
	const { loginHistory = isUnknown ? UNKNOWN_RESPONSE.loginHistory : [] } = entry;
	const causes = [...(isRefusedSignIn(input.error) ? rankCauses([EMPTY_LOGIN_URL], input) : []), ...(isUnknown ? rankCauses([UNKNOWN_WORDS], input) : []), ...rankCauses(entry.causes, input)];
	return {
		...match,
		causes,
		refused: isRefusal(input.error),
		certain: causes.length === 1 && (causes[0]?.cause.certain ?? isOwnCheck(input.error)),
		loginHistory: EVIDENCE['signed-in'](input) ? [] : loginHistory.filter((status) => isPossibleStatus(status, input)),
	};
}
function isOwnCheck(error) {
	return (error instanceof errors.d && error.code !== 'missing') || error instanceof salesforce_errors.mk || error instanceof runner_errors.R;
}
function isRefusedSignIn(error) {
	if (error instanceof salesforce_errors.mk) return error.code === 'wrong-org';
	return isRefusedTokenRequest(error) && isRefusal(error);
}
const isRefusal = (error) => error instanceof salesforce_errors.F9 && error.request === 'token' && !error.transient && error.response.bodyKind === 'oauth';
const isRefusedTokenRequest = (error) => error instanceof salesforce_errors.F9 && error.request === 'token' && !error.transient && !error.response.rateExceeded;
function hasUnknownWords(error) {
	if (!isRefusedTokenRequest(error)) return false;
	const { error: code = '', description } = error.response;
	if (description === undefined) return false;
	const [codeWords, words] = [code, description].map((text) =>
		text
			.toLowerCase()
			.split(/[^a-z]+/)
			.filter((word) => word.length > 2 && word !== 'oauth'),
	);
	return !words.every((word) => codeWords.includes(word)) && !codeWords.every((word) => words.includes(word));
}
function rankCauses(causes, input) {
	const find = (id) => id && EVIDENCE[id](input);
	const isPossible = ({ impliedBy, requires = impliedBy, refutedBy = [] }) => (!requires || find(requires) !== undefined) && !refutedBy.some((id) => find(id) !== undefined);
	const possible = causes.filter(isPossible).map((cause) => ({ cause, promotion: find(cause.impliedBy ?? cause.promotedBy) }));
	const ranked = [...possible.filter(({ promotion }) => promotion), ...possible.filter(({ promotion }) => !promotion)];
	return ranked.map(({ cause, promotion }) => {
		const evidence = promotion ?? find(cause.mentions ?? cause.requires);
		return evidence ? { cause, evidence } : { cause };
	});
}
function isPossibleStatus(status, input) {
	const [, , , requires] = LOGIN_HISTORY[status];
	return !requires || EVIDENCE[requires](input) !== undefined;
}

;// CONCATENATED MODULE: ./lib/diagnosis/help-url.js
const encodePath = (text) =>
	encodeURIComponent(text.toWellFormed())
		.replaceAll('%2F', '/')
		.replace(/[()*'!~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
const UPSTREAM = 'salesforce-jwt-auth/salesforce-jwt-auth';
const isEnterpriseServer = ({ serverUrl = 'https://github.com' }) => serverUrl !== 'https://github.com';
function repositoryUrl(reportContext) {
	const { actionRepository } = reportContext;
	const name = isEnterpriseServer(reportContext) ? UPSTREAM : actionRepository || UPSTREAM;
	return `https://github.com/${encodePath(name)}`;
}
function anchorOf(title) {
	return title
		.toLowerCase()
		.replace(/[^\p{L}\p{N}_\- ]/gu, '')
		.replaceAll(' ', '-');
}
function helpUrl(reportContext, anchor) {
	const version = `v${reportContext.version}`;
	const ref = encodePath(isEnterpriseServer(reportContext) ? version : reportContext.actionRef || version);
	return `${repositoryUrl(reportContext)}/blob/${ref}/docs/troubleshooting.md#${anchor}`;
}

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/setup-paths.js
const EXTERNAL_CLIENT_APP = 'Setup → External Client App Manager → the app →';
const SETUP_PATHS = {policies: [`${EXTERNAL_CLIENT_APP} Policies → Edit → OAuth Policies`, 'Setup → Manage Connected Apps → the app → Edit Policies'],
preAuthorized: [`${EXTERNAL_CLIENT_APP} Policies → Edit → OAuth Policies → Permitted Users, and App Policies → Selected Profiles or Selected Permission Sets`, 'Setup → Manage Connected Apps → the app → Edit Policies, and Manage Profiles or Manage Permission Sets on the same page'],
selectedUsers: [`${EXTERNAL_CLIENT_APP} Policies → Edit → App Policies → Selected Profiles or Selected Permission Sets`, 'Setup → Manage Connected Apps → the app → Manage Profiles or Manage Permission Sets'],
settings: [`${EXTERNAL_CLIENT_APP} Settings → Edit → OAuth Settings`, 'Setup → App Manager → the app → Edit → API (Enable OAuth Settings)'],
consumerKey: [`${EXTERNAL_CLIENT_APP} Settings → OAuth Settings → Consumer Key and Secret`, 'Setup → App Manager → the app → View → Manage Consumer Details'],
certificate: [`${EXTERNAL_CLIENT_APP} Settings → Edit → OAuth Settings → Enable JWT Bearer Flow → Upload Files`, 'Setup → App Manager → the app → Edit → Use digital signatures → Choose File'],
usage: ['Setup → Connected Apps OAuth Usage'],
users: ['Setup → Users'],
profile: ['Setup → Profiles → the user’s profile'],
ipRanges: ['Setup → Profiles → the user’s profile → Login IP Ranges'],
permissions: ['Setup → Users → the user → Permission Set Assignments, or the user’s profile'],
sessions: ['Setup → Session Management'],
sessionSettings: ['Setup → Session Settings'],
apiAccess: ['Setup → API Access Control'],
myDomain: ['Setup → My Domain → Current My Domain URL'],
company: ['Setup → Company Information'],
history: ['Setup → Login History'],
status: ['https://status.salesforce.com'],
audience: ['the workflow file, under `with:` of this step. For the URL: Setup → My Domain'],
workflow: ['the workflow file, under `with:` of this step'],
job: ['the workflow file, next to `runs-on:` of this job'],
secrets: ['GitHub → the repository → Settings → Environments → NAME, or Secrets and variables → Actions'],
dependabot: ['GitHub → the repository → Settings → Secrets and variables → Dependabot'],
network: ['the proxy or firewall of your network'],
runner: ['the environment of the runner, or `env:` of the job'],
};

var one_line = __webpack_require__(720); // ./lib/redaction/one-line.js
;// CONCATENATED MODULE: ./lib/diagnosis/messages.js
function inlineValue(value) {
	return (0,one_line.TN)(String(value)).replaceAll('`', "'");
}
const PLACEHOLDER_FALLBACKS = {
	host: 'the host',
	username: 'the user',
	'expected-audience': 'the one that matches the host',
	fingerprint: 'the SHA-256 in the log',
	job: 'this job',
	issues: 'its issues page',
	'proxy-variable': 'https_proxy',
	'my-domain': 'https://acme.my.salesforce.com',
	domain: 'salesforce.com',
	damagedPart: 'part of it',
};
function interpolate(text, values = {}) {
	return text.replace(/\{([\w-]+)\}/g, (_, name) => inlineValue(values[name] ?? PLACEHOLDER_FALLBACKS[name] ?? `<${name}>`));
}
function templateValues({ run, error, reportContext }) {
	const details = error instanceof lib_errors.l ? error.details : {};
	const flaw = HOST_FLAWS[details['flaw']];
	return {
		'login-url': run.loginUrl,
		'my-domain': exampleMyDomain(run),
		domain: exampleDomain(run),
		'redirect-host': redirectTarget({ run, error }),
		host: hostOf({ run, error }),
		service: run.keyService,
		username: run.username,
		audience: run.audience,
		'expected-audience': expectedAudience(run),
		'opposite-audience': oppositeAudience(run.audience),
		fingerprint: run.fingerprint,
		'proxy-variable': run.proxyVariable,
		job: reportContext?.missingSecrets?.job && `the job ${reportContext.missingSecrets.job}`,
		issues: reportContext && `${repositoryUrl(reportContext)}/issues`,
		input: error instanceof errors.d ? error.input : undefined,
		kind: error instanceof errors.d ? KEY_KINDS[error.code] : undefined,
		'allowed-values': allowedValues(details),
		...details,
		...(flaw ? { flaw } : {}),
	};
}
const hostOf = ({ run, error }) => {
	if (error instanceof http_errors.wX) return error.host;
	return isCheck(error) ? 'the org’s host' : loginHost(run);
};
const exampleDomain = ({ loginUrl = '' }) => (/\.sfcr\w+\.cn/.test(loginUrl) ? 'sfcrmproducts.cn' : 'salesforce.com');
const exampleMyDomain = (run) => `https://acme${/test|sandbox/.test(run.hostKind ?? '') ? '--uat.sandbox' : ''}.my.${exampleDomain(run)}`;
const oppositeAudience = (audience = '') => audience.replace(/\/\/(login|test)\./, (_, kind) => (kind === 'login' ? '//test.' : '//login.'));
const HOST_FLAWS = {
	scheme: 'begins with something other than https://',
	incomplete: 'is not a complete host name',
	gateway: 'is the address of a gateway such as Microsoft Defender for Cloud Apps, not of Salesforce itself',
	page: 'is a host of pages and files, where nobody can sign in',
	instance: 'is an instance, and Salesforce moves orgs between instances',
	china: 'is not the host for sign-ins of Salesforce in China',
	misspelled: 'is misspelled, or has another ending than Salesforce’s hosts',
};
const KEY_KINDS = {
	'key-is-certificate': 'the certificate',
	'key-is-certificate-request': 'a certificate signing request (CSR)',
	'key-is-public-key': 'a public key',
	'key-is-consumer-secret': 'the app’s Consumer Secret or Consumer Key',
	'key-is-auth-url': 'an SFDX auth URL (force://)',
	'key-is-jwt': 'a signed JWT, which this step makes itself',
	'key-is-fingerprint': 'the fingerprint of a key',
	'key-unrecognized': 'something in no known format',
};
function allowedValues({ min, max, allowed }) {
	if (allowed !== undefined) return `one of: ${allowed}`;
	return min === undefined ? 'true or false' : `a whole number from ${min} to ${max}`;
}
const codeList = (names) => `\`${inlineValue(names).replaceAll(', ', '`, `')}\``;
function describeFailure({ run, error }) {
	if (error instanceof errors.d) {
		if (error.code === 'certificate-mismatch') return 'The inputs `private-key` and `certificate` do not belong together. Nothing was sent to Salesforce.';
		const isEmpty = /^(missing|needs-certificate|key-needs-passphrase)$/.test(error.code);
		const names = String(error.details['inputs'] ?? error.input);
		const list = codeList(names).replace('`, `signing-key`', '` (or `signing-key`)');
		const subject = list.includes(',') ? `inputs ${list} are` : `input ${list} is`;
		return `The ${subject} ${isEmpty ? 'empty' : 'not valid'}. Nothing was sent to Salesforce.`;
	}
	const isMasked = run.maskedHost !== undefined && run.loginUrl?.endsWith(run.maskedHost);
	const atLoginUrl = run.loginUrl && !isMasked ? ` at ${inlineValue(run.loginUrl)}` : '';
	const request = requestOf(error);
	let failedPart = request || run.scope === undefined ? '' : 'the step failed';
	if (error instanceof salesforce_errors.mk) failedPart = 'not as the workflow expects';
	if (request === 'userinfo') failedPart = `the check that \`${run.checkInput ?? 'verify'}\` makes failed`;
	if (failedPart) return `The sign-in${atLoginUrl} succeeded, but ${failedPart}. No output was set.${tokenStillValid(run)}`;
	if (request === 'revoke') return 'The token could not be revoked.';
	const { username, attempts } = run;
	if (isKeyServiceFailure(error)) return `The key service could not sign the request${username ? ` for ${inlineValue(username)}` : ''}.${run.requestedAt === undefined ? ' Nothing was sent to Salesforce.' : ''}`;
	const asUser = username ? ` as ${inlineValue(username)}` : '';
	const afterAttempts = attempts > 1 ? ` after ${attempts} attempts` : '';
	return `Signing in to Salesforce${asUser}${atLoginUrl} failed${afterAttempts}.${tokenStillValid(run)}`;
}
const tokenStillValid = ({ revokeError }) => (revokeError ? ` The token could not be revoked (${inlineValue(revokeError)}) and stays valid until its session ends.` : '');
const DAY_SECONDS = 86_400;
function requestTime({ requestedAt, skewSeconds = 0 }) {
	if (requestedAt === undefined) return undefined;
	const skew = Math.abs(skewSeconds) < DAY_SECONDS ? skewSeconds : 0;
	const [day, time] = new Date(requestedAt + skew * 1000).toISOString().split(/[T.]/);
	return `${day} ${time} UTC`;
}
const BODY_KINDS = {
	html: 'a web page',
	text: 'plain text',
	empty: 'an empty body',
	json: 'JSON of another kind',
	oauth: 'no reason',
	rest: 'no reason',
};
function describeResponse({ run, error }) {
	if (error instanceof http_errors.wX) {
		if (error.code === 'proxy-invalid') return 'Nothing was sent to Salesforce.';
		const { status, cause = status } = error.details;
		const causeText = cause === undefined ? '' : ` (${inlineValue(cause)})`;
		return `No answer from ${inlineValue(error.host)}: ${inlineValue(error.code)}${causeText}`;
	}
	const isResponse = error instanceof salesforce_errors.F9 || error instanceof salesforce_errors.tF || error instanceof signing_errors.j;
	if (!isResponse) return undefined;
	const { status, bodyKind, error: code, description, excerpt, location } = error.response;
	const errorParts = [code, description].filter((part) => part !== undefined).map(inlineValue);
	const content = errorParts.length > 0 ? errorParts.join(': ') : BODY_KINDS[bodyKind];
	const excerptText = excerpt ? ` “${inlineValue(excerpt)}”` : '';
	const redirect = location ? `, redirecting to ${inlineValue(location)}` : '';
	const flaw = error instanceof salesforce_errors.tF ? ` (${error.code.replaceAll('-', ' ')})` : '';
	const time = error.request === 'token' ? requestTime(run) : undefined;
	const timeText = time ? ` (${time})` : '';
	const responder = `${inlineValue(error.details['service'] ?? 'Salesforce')} answered`;
	const subject = errorParts.length > 0 ? `${responder}${timeText}:` : `The answer${timeText} was`;
	return `${subject} HTTP ${status}, ${content}${excerptText}${redirect}${flaw}`;
}

;// CONCATENATED MODULE: ./lib/diagnosis/extra-lines.js
function describeAudiences({ audience, fallbackAudience }) {
	if (!fallbackAudience || fallbackAudience.outcome === 'accepted') return [];
	const { outcome, audience: myDomain, refusal, error } = fallbackAudience;
	const first = `With ${inlineValue(audience)} as audience: ${quoteError(refusal)}`;
	if (outcome === 'got-further') return [`${first}. With the My Domain as audience, the request got further. Whatever the cause is, add this line under \`with:\` as well:`, `  audience: ${inlineValue(myDomain)}`];
	const second = error ? quoteError(error) : 'no answer in time';
	const unsent = outcome === 'not-sent' ? 'not sent' : 'no decision, and not sent again';
	const prefix = isKeyServiceFailure(error) ? `${unsent}, the key service failed: ` : '';
	return [first, `With ${inlineValue(myDomain)} as audience: ${prefix}${second}`];
}
function describeNoProxy({ run, error, reportContext }) {
	const host = loginHost(run) ?? '';
	const entry = reportContext?.environment?.noProxyEntries?.find((text) => text.split(';').some((part) => part !== '' && host.includes(plainHost(part))));
	return run.proxy && entry && requestOf(error) === 'token' ? [`no_proxy has “${inlineValue(entry)}”, which does not match ${inlineValue(host)}, so the request went through the proxy. Write hosts or domains, such as .${exampleDomain(run)}, with commas between them.`] : [];
}
const plainHost = (entry) =>
	entry
		.toLowerCase()
		.replace(/^[a-z]+:\/+|[/:].*$/g, '')
		.replace(/^[*.]+|[*.]+$/g, '');
function quoteError(error) {
	if (error instanceof http_errors.wX) return `no answer (${inlineValue(error.code)})`;
	if (!(error instanceof salesforce_errors.o3)) return error.code;
	const { status, error: code, description } = error.response;
	const parts = [code, description].filter((part) => part !== undefined).map(inlineValue);
	return parts.length > 0 ? `HTTP ${status}, ${parts.join(': ')}` : `HTTP ${status}`;
}

;// CONCATENATED MODULE: ./lib/diagnosis/stack-trace.js
const MAX_FRAMES = 8;
function safeStackTrace(error) {
	if (!(error instanceof Error)) return [typeof error];
	const { name, message, stack = '', code } = error;
	const word = (text) => (typeof text === 'string' ? /^\w{1,60}$/.exec(text)?.[0] : undefined);
	const frames = (message ? stack.replaceAll(message, '') : stack)
		.split('\n')
		.map((line) => /^\s+at (?:([\w$.<> ]{1,80}) \()?\S*?([\w.-]{1,60}:\d+:\d+)\)?$/.exec(line))
		.flatMap((frame) => (frame ? [`at ${frame[1] ?? '?'} (${frame[2]})`] : []));
	return [[word(name) ?? 'Error', word(code)].filter(Boolean).join(' '), ...frames.slice(0, MAX_FRAMES)];
}

;// CONCATENATED MODULE: ./lib/diagnosis/render.js
function renderDiagnosis(diagnosis, input) {
	const { entry, causes, certain, refused, loginHistory } = diagnosis;
	const responseLine = describeResponse(input);
	const values = templateValues(input);
	return {
		title: renderTitle(diagnosis, input.error),
		anchor: anchorOf(entry.title),
		failureLine: describeFailure(input),
		...(responseLine ? { responseLine } : {}),
		notes: [...describeAudiences(input.run), ...describeNoProxy(input)],
		causes: causes.map((possible) => renderCause(possible, values)),
		certain,
		refused,
		loginHistory,
		stack: entry === ACTION_BUG ? safeStackTrace(input.error) : [],
	};
}
const isOfSalesforce = (error) => error instanceof salesforce_errors.F9 || error instanceof salesforce_errors.tF;
function renderTitle({ entry, matchedBy, otherPhrase }, error) {
	if (otherPhrase && isOfSalesforce(error) && !/^\w+$/.test(entry.title)) return inlineValue(error.response.description ?? otherPhrase);
	if (error instanceof salesforce_errors.F9) {
		const { description, error: code, status } = error.response;
		if (entry === UNKNOWN_RESPONSE) return inlineValue(description ?? code ?? `HTTP ${status}`);
		if (code && matchedBy === 'salesforceErrors') return inlineValue(code);
		if (!/phrases|status/.test(matchedBy)) return entry.title;
		return entry.title.replace(/HTTP [\dx]+/, `HTTP ${status}`).replace(/^[a-z]+_\w+(?=: |$)/i, inlineValue(code ?? `HTTP ${status}`));
	}
	if (error instanceof http_errors.wX) {
		if (entry === UNKNOWN_CONNECTION_ERROR) return inlineValue(error.code);
		if (/^[A-Z_\d]+$/.test(error.code)) return entry.title.replace(/^[A-Z_]+(?=: )|HPE_\w+/, error.code);
	}
	return entry.title;
}
function renderCause({ cause, evidence }, values) {
	const { explanation, appliesIf, fix, snippet = [], setupPath } = cause;
	return {
		explanation: interpolate(explanation, values),
		...(evidence ? { evidence: inlineValue(evidence) } : {}),
		...(appliesIf ? { appliesIf: interpolate(appliesIf, values) } : {}),
		fix: interpolate(fix, values),
		snippet: snippet.map((line) => interpolate(line, values)),
		setupPaths: setupPath ? SETUP_PATHS[setupPath] : [],
	};
}

;// CONCATENATED MODULE: ./lib/diagnosis/summary.js
function escapeMarkdown(text) {
	const escapePart = (part) =>
		part
			.replace(/[&<>"|*~[\]\\$]|(?<![a-z\d])_|_(?![a-z\d])|:(?=\/\/)|(?<=www)\./gi, (character) => `&#${character.charCodeAt(0)};`)
			.replaceAll('@', '@<wbr>');
	return text
		.split('`')
		.map((part, index) => (index % 2 === 0 ? escapePart(part) : part))
		.join('`');
}
const row = (...cells) => `| ${cells.join(' | ')} |`;
function table(rows) {
	return [row('This run', ''), row('---', '---'), ...rows.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [row(name, escapeMarkdown(inlineValue(value)))]))];
}
function unlessMasked(text, { maskedHost }) {
	return maskedHost && text?.includes(maskedHost) ? undefined : text;
}
function abbreviateKey(key) {
	return key && (key.length > 12 ? `${key.slice(0, 5)}…${key.slice(-4)}` : '…');
}
function failureSummary(diagnosis, run, link) {
	const { title, failureLine, responseLine, notes, causes, loginHistory, stack } = diagnosis;
	const { skewSeconds: skew, fallbackAudience: fallback, revokeError } = run;
	const time = requestTime(run);
	const audienceOrigin = run.audienceFromInput ? ' (from the workflow)' : ' (from the login URL)';
	return [
		`### Salesforce sign-in failed: ${escapeMarkdown(title)}`,
		'',
		escapeMarkdown(failureLine),
		...(responseLine ? ['', `**${escapeMarkdown(responseLine)}**`] : []),
		...notes.flatMap((note) => ['', escapeMarkdown(note.trim())]),
		'',
		...(causes.length > 1 ? ['Possible causes, the most likely first:', ''] : []),
		...causes.flatMap((cause, index) => causeItem(cause, index + 1)),
		...(stack.length > 0 ? ['```text', ...stack, '```', ''] : []),
		...table([
			['Time of the request', time],
			['Login URL', unlessMasked(run.loginUrl, run)],
			['Audience', unlessMasked(run.audience && run.audience + audienceOrigin, run)],
			['Second audience', fallback && unlessMasked(`${fallback.audience} (${fallback.outcome.replaceAll('-', ' ')})`, run)],
			['Consumer key', abbreviateKey(run.consumerKey)],
			['Username', run.username],
			['SHA-256 of the public key', run.fingerprint],
			['Certificate', run.certificateMatched ? 'matches the key' : undefined],
			['Scope of the token', run.scope],
			['Proxy', describeProxy(run)],
			['Attempts', run.attempts || undefined],
			['Clock difference (Salesforce minus runner)', skew === undefined ? undefined : `${skew} s`],
			['The token', revokeError && `not revoked: ${revokeError}`],
		]),
		...(loginHistory.length > 0
			? [
					'',
					`**Setup → Login History**, this user${time ? `, ${time}` : ''}: the Status can tell the causes apart. Setup shows times in your own time zone, and the codes only in event log files.`,
					'',
					row('Status', 'Meaning', 'Fix'),
					row('---', '---', '---'),
					...loginHistory.map((name) => row(...LOGIN_HISTORY[name].slice(0, 3))),
				]
			: []),
		...(diagnosis.refused && unlessMasked(run.loginUrl, run) ? diagnoseCommand(run, link) : []),
		'',
		`[More about this failure, and all Login History statuses](${link})`,
		'',
	].join('\n');
}
function diagnoseCommand(run, link) {
	const needsOrg = !/^(my-domain|sandbox)$/.test(String(run.hostKind));
	const options = [['login-url', run.loginUrl], ['user', run.username], ['consumer-key', abbreviateKey(run.consumerKey)], ['at', requestTime(run)?.replace(' ', 'T').replace(' UTC', 'Z')], ['fingerprint', run.fingerprint], ...(needsOrg ? [['org', 'ALIAS']] : [])];
	const args = options.map(([name, value]) => ` --${name} '${inlineValue(value).replaceAll("'", "'\\''")}'`);
	return [
		'',
		`**To find the cause in the org**, with the Salesforce CLI signed in as an administrator, run this in a clone of [the action’s repository](${link.split('/blob')[0]}). It changes nothing.${needsOrg ? ' `sf org list` shows the ALIAS, which a shared login URL needs.' : ''}`,
		'',
		'```text',
		`npm run setup -- --diagnose${args.join('')}`,
		'```',
	];
}
function causeItem({ explanation, evidence, appliesIf, fix, snippet, setupPaths }, number) {
	const [path, connectedApp] = setupPaths;
	const paragraphs = [
		`${number}. **${escapeMarkdown(explanation)}**${evidence ? ` Here: ${escapeMarkdown(evidence)}.` : ''}`,
		...(appliesIf ? [`This is the cause if ${escapeMarkdown(appliesIf)}`] : []),
		`Fix: ${escapeMarkdown(fix)}`,
		...(snippet.length > 0 ? [['```text', ...snippet, '```'].join('\n   ')] : []),
		...(path ? [`Where: ${escapeMarkdown(path)}${connectedApp ? `<br>Connected App: ${connectedApp}` : ''}`] : []),
	];
	return paragraphs.flatMap((text, index) => [index === 0 ? text : `   ${text}`, '']);
}
function successSummary(success) {
	return [
		`### Signed in to Salesforce as ${escapeMarkdown(inlineValue(success.username))}`,
		'',
		...table([
			['Org', success.orgId],
			['Host', success.host],
			['Token format', success.tokenFormat],
			['Scope', success.scope],
			['Attempts', success.attempts],
			['SHA-256 of the public key', success.fingerprint],
		]),
		'',
	].join('\n');
}

;// CONCATENATED MODULE: ./lib/diagnosis/report.js
function report(error, run, reportContext, catalog = CATALOG) {
	const input = { run, error, reportContext };
	const rendered = renderDiagnosis(diagnose(input, catalog), input);
	const link = helpUrl(reportContext, rendered.anchor);
	return {
		title: `Salesforce sign-in: ${rendered.title}`,
		message: annotationMessage(rendered, link),
		summary: failureSummary(rendered, run, link),
	};
}

;// CONCATENATED MODULE: ./lib/diagnosis/explain.js
async function explainFailure(error, { core, env, runInfo, summaryEnabled }) {
	const missingSecrets = await missingSecretsFor(error, env);
	const reportContext = {
		version: version.x,
		serverUrl: env['GITHUB_SERVER_URL'] || 'https://github.com',
		actionRepository: env['GITHUB_ACTION_REPOSITORY'] ?? '',
		actionRef: env['GITHUB_ACTION_REF'] ?? '',
		environment: readEnvironmentFacts(env),
		...(missingSecrets ? { missingSecrets } : {}),
	};
	const catalog = await catalogFor(error);
	const { title, message, summary } = report(error, runInfo, reportContext, catalog);
	core.error(message, { title });
	if (summaryEnabled) await writeSummary(summary, { core, env });
}
async function missingSecretsFor(error, env) {
	if (!(error instanceof errors.d && error.code === 'missing')) return undefined;
	const { missingSecretsReason } = await __webpack_require__.e(924).then(__webpack_require__.bind(__webpack_require__, 924));
	return missingSecretsReason(env);
}
async function catalogFor(error) {
	if (!needsKeyServiceEntries(error)) return CATALOG;
	const { KEY_SERVICE_CATALOG } = await __webpack_require__.e(364).then(__webpack_require__.bind(__webpack_require__, 364));
	return [...KEY_SERVICE_CATALOG, ...CATALOG];
}
async function summarizeSuccess({ orgId, format, scope }, { core, env, runInfo }) {
	const { attempts, username = '', loginUrl = '', fingerprint = '', maskedHost } = runInfo;
	const loginHost = new URL(loginUrl).host;
	const host = loginHost === maskedHost ? '' : loginHost;
	const success = { orgId, username, host, tokenFormat: format, scope, attempts, fingerprint };
	await writeSummary(successSummary(success), { core, env });
}
async function writeSummary(markdown, { core, env }) {
	try {
		const path = env['GITHUB_STEP_SUMMARY'] ?? '';
		if ((0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.isFile() === false) return;
		await core.summary.addRaw(markdown).write();
	} catch {
	}
}


/***/ }),

/***/ 916:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
j: () => (KeyServiceError),
u: () => (SigningError)
});
var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);
var _salesforce_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(24);


class SigningError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__.l {}
class KeyServiceError extends _salesforce_errors_js__WEBPACK_IMPORTED_MODULE_1__.o3 {}


/***/ })

};
