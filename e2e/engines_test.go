package e2e

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// subject is what some tests are about.
type subject struct{ about, tests string }

// everywhere are the tests that Firefox and WebKitGTK run as Chromium does: an
// engine may differ there.
var everywhere = []subject{
	{"sign-ins, in every way to use the library", `TestSignIn TestAlias TestDevice TestResume TestSession TestTimestamp`},
	{"how scripts, modules and workers are loaded, and what is said when they are not", `TestFailedStartEndsWorker TestImport TestInlinedFiles
		TestInlinedOptions TestLoad TestLoadFails TestLoadingNeedsNoGlobal TestModuleBreaksOff TestPreload TestPreloadLink TestSharedModule TestTag
		TestTagFails TestTagFromAnotherOrigin TestUnknownOrigin TestUnsharedModule TestWasmOption TestWebServers TestWorkerOption`},
	{"policies, hashes and origins", `TestBase TestChangedFilesAreRefused TestCognitoNotInConnectSrc TestContentSecurityPolicy TestEchoingCORS TestHeaders
		TestInlinedUnderPolicy TestIntegrityIsCheckedAgain TestIntegrityOption TestStrictCORSRefuses TestTagWithNonce TestTrustedTypesPolicy`},
	{"fetch, its failures and its ends", `TestAbort TestFetchEnds TestFetchKeepsTheToken TestFetchSendsTheToken TestIsolatedFetch TestNoCognito TestPreconnect TestRedirect
		TestRetries TestRetryInWorker TestSignOutAndLeave TestSilence TestSilentPreload TestSilentResponse`},
	{"the ends of workers and programs, and rejections that nobody handles", `TestClose TestCloseAndLoad TestCrash TestDeathIsNoRejection TestIsolatedCrash
		TestIsolatedWorkerStaysAway TestThrowingLog TestWorkerIsGone`},
	{"messages between page and worker", `TestIsolated TestIsolatedPlaces TestPasswordBytesAreNotTouched`},
	{"what a page has changed or hands in: names that engines look up, and texts of their errors", `TestEveryNameOnObjectPrototype TestHostileOptions
		TestHostilePage TestHostileValues TestNamedElements TestNoOperationShowsASecret TestNoSecretIsShown TestOddValues
		TestSessionWithEveryNameOnObjectPrototype`},
	{"storages", `TestNoRoomForRotatedTokens TestStorage TestStorageCleared TestStorageClearedAndWritten TestStorageFails`},
	{"tabs, their locks, and pages that are left and come back", `TestAnotherUserSignsInElsewhere TestBackBeforeARefresh TestClosedWhileRefreshing
		TestDuplicatedTab TestDuplicatedTabThatSlept TestEightHoursOfSleep TestLeftWhileRefreshing TestLockHeldForEver TestLookingIsNoChange
		TestMemoryOfTabs TestNavigations TestSignOutDuringRefresh TestSleepOverAnotherSession`},
	{"what a session costs", `TestFreshSessionCostsNothing`},
}

// lacking are those that cannot run there, by what the engines lack.
var lacking = []subject{
	{virtualAuthenticator, `TestPasskey TestPasskeyAsMFA TestPasskeyLookAlikes TestPasskeyLookAlikesThatLackSomething TestPasskeyRefusedByCognito
		TestPasskeyRefusedByUser TestPasskeyUnderPollution`},
	{chromedpItself, `TestPageThatAsksForACode TestTestRun TestTestRunEnds TestTestRunFails TestTestRunOrigins TestTestRunWithDevice
		TestTestRunWithServiceWorker`},
	{otherDomains, `TestCookiesOfOthers TestIntegrityWithoutTLS TestStreamUp`},
	{tenTabs, `TestExpiriesInManyTabs`},
	{"a way to freeze a page", `TestFrozenWhileRefreshing`},
	{censusOfPage, `TestMemory`},
}

// chromiumAlone are those in which no engine has a say, so that one run is enough.
var chromiumAlone = []subject{
	{"the conversation, which the Go program decides with the same code in every engine", `TestAheadAfterCrash TestAheadOfTime TestCustomAuth
		TestCustomAuthConfiguration TestCustomAuthMetadata TestDeviceByAlias TestDeviceConfirmation TestDeviceForgottenMeanwhile TestForgottenDevice
		TestNamesAndPasswords TestNothingAheadOnPage TestPanic TestPasswordChallenges TestRefreshNamesDevice TestRequiredAttributes
		TestResumeEveryStep TestResumeSetup TestSelectMFAType TestSetupAuthenticator TestSetupEmail TestSignUpChain TestTypedCodes
		TestUserAuthPreferred TestUserAuthSelect TestUserAuthUsers TestWrongDevice`},
	{"what the scripts make of a request or of Cognito's answer, which is ECMAScript alone", `TestAccount TestBadInput TestBadOptions TestBadSteps TestCall
		TestCallOptions TestCreateClientIsSynchronous TestExceptions TestExceptionsOfOperations TestFactorsAndDevices TestForgotPassword
		TestHeadersOfThePage TestIsolatedDevice TestIsolatedLateAnswer TestIsolatedOptions TestIsolatedSignOut TestLog TestMalformedResponses
		TestNoSecretOfAnyAnswerIsShown TestPollutedPrototypes TestReadySignal TestRefreshNeedsNoModule TestRetriesOfEveryAnswer TestSRPOnly
		TestSecretNeedsName TestSend TestSideBySide TestSignUp TestSpentSession TestTokensOfTheSession TestUnknownMembers
		TestUnsupportedChallenge TestWireLevelCalls TestWrongClock`},
	{"when a session is refreshed and how it ends, which is one state machine without a browser", `TestAnHourWithoutCognito TestAnswerLostWithoutGrace
		TestAnswerOfRotationLate TestAnswerOfRotationLost TestClocksThatAreMoved TestClosedWhileRefreshingForLong TestCrashDuringRefresh TestFailingTriggerEndsNoSession
		TestFetchAfterRefusals TestHowLongTokensLast TestListenersMayDoAnything TestOpeningReadsOnce TestOutagesEndNoSession TestRefreshFindsTheDevice
		TestRefusalsEndASession TestRepetitionIsNotNeeded TestSignOutSaysWhatItDid TestSilentStorage TestSilentStorageIsLeft TestStorageOfSession
		TestStorageOfSessionHangs TestStorageOfTwoClients TestStorageThatNeverAnswers TestThrottlingSlowsTabsDown`},
	{"Node, documents and the suite itself", `TestEveryTestHasItsEngines TestLoadingNeedsNothing TestNode TestNodeExits TestSourcesExist TestStepOverAReload
		TestWhateverComes`},
}

// leaveToChromium has a whole run in another engine leave out what is Chromium's,
// and notes it for the report. Whoever names tests with -run gets them in any engine.
func leaveToChromium() error {
	if engine.Engine == browser.Chromium || flag.Lookup("test.run").Value.String() != "" {
		return nil
	}
	var all []string
	for _, s := range lacking {
		for _, test := range strings.Fields(s.tests) {
			engine.Lacks(test, s.about)
			all = append(all, test)
		}
	}
	for _, s := range chromiumAlone {
		for _, test := range strings.Fields(s.tests) {
			engine.Leaves(test, s.about)
			all = append(all, test)
		}
	}
	pattern := "^(" + strings.Join(all, "|") + ")$"
	if skip := flag.Lookup("test.skip").Value.String(); skip != "" {
		pattern = skip + "|" + pattern
	}
	return flag.Set("test.skip", pattern)
}

var testFunction = regexp.MustCompile(`(?m)^func (Test\w+)\(\w+ \*testing\.T\)`)

// Somebody has thought of each test where it runs.
func TestEveryTestHasItsEngines(t *testing.T) {
	var named []string
	for _, s := range slices.Concat(everywhere, lacking, chromiumAlone) {
		named = append(named, strings.Fields(s.tests)...)
	}
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range testFunction.FindAllSubmatch(source, -1) {
			found = append(found, string(match[1]))
		}
	}
	for _, name := range found {
		if count := len(slices.DeleteFunc(slices.Clone(named), func(other string) bool { return other != name })); count != 1 {
			t.Errorf("everywhere, lacking and chromiumAlone name %s %d times, want once", name, count)
		}
	}
	for _, name := range named {
		if !slices.Contains(found, name) {
			t.Errorf("there is no test %s", name)
		}
	}
}
