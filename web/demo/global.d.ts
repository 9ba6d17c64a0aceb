// The script tag's global, as any page has it.
declare const CognitoWasm: import('../src/page/classic').CognitoWasm;
