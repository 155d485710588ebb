"""Words of English that say what a name or a phrase stands for."""


def word_set(words: str) -> frozenset[str]:
    """Return the words of a string as a set."""
    return frozenset(words.split())


HONORIFICS_MALE = word_set("mr mr. sir lord king prince duke baron sheikh pope father brother")
HONORIFICS_FEMALE = word_set("mrs mrs. ms ms. miss lady dame queen princess duchess baroness sister madam")
HONORIFICS = (
    HONORIFICS_MALE
    | HONORIFICS_FEMALE
    | word_set(
        "mx mx. dr dr. gen gen. sen sen. rep rep. gov gov. lt lt. col col. cmdr. sgt sgt. capt capt. prof prof. "
        "rev rev. adm adm. maj maj. pres. hon. st st. imam ayatollah rabbi saint"
    )
)

ROLE_NOUNS = word_set(
    "predecessor successor counterpart president vice-president premier minister ministers chancellor "
    "secretary undersecretary chief head leader chairman chairwoman chairperson chair director ceo cfo coo "
    "founder co-founder co-chair executive manager commissioner governor mayor senator congressman "
    "congresswoman representative lawmaker deputy mp member speaker whip judge justice magistrate attorney "
    "lawyer prosecutor solicitor barrister counsel sheriff officer commander general lieutenant colonel major "
    "captain sergeant admiral brigadier marshal inspector detective constable superintendent ambassador envoy "
    "diplomat consul negotiator spokesman spokeswoman spokesperson spox aide adviser advisor assistant "
    "strategist pollster consultant analyst economist scientist researcher professor lecturer historian "
    "expert scholar author writer journalist reporter correspondent columnist editor blogger commentator "
    "critic anchor host presenter producer filmmaker actor actress singer musician artist composer designer "
    "architect engineer programmer developer physicist chemist biologist astronomer psychologist philosopher "
    "linguist anthropologist sociologist geologist doctor physician surgeon nurse psychiatrist teacher "
    "principal student coach player striker goalkeeper boxer athlete king queen prince princess pope bishop "
    "archbishop cardinal priest pastor reverend imam rabbi activist campaigner organizer organiser candidate "
    "nominee frontrunner billionaire businessman businesswoman entrepreneur investor owner farmer resident "
    "witness survivor victim suspect defendant plaintiff official operative veteran ex-president treasurer "
    "coordinator curator librarian inventor comptroller chairman-elect president-elect ombudsman "
    "whistleblower moderator pilot driver"
)
# Roles that speak for another party; in these the office and the words "spokesperson" are one source.
SPOKES_NOUNS = word_set("spokesman spokeswoman spokesperson spox spokesmen spokeswomen spokespeople spokespersons")
# Roles that one person at a time holds in a state or a body: "the Chinese foreign minister" names an office.
OFFICE_NOUNS = word_set(
    "president premier minister chancellor secretary governor mayor ambassador king queen pope chairman "
    "chairwoman commissioner ombudsman"
)
FAMILY_NOUNS = word_set(
    "mother father wife husband son daughter brother sister widow widower grandmother grandfather uncle aunt "
    "cousin girlfriend boyfriend fiancee fiance parents friend colleague neighbor neighbour"
)
FEMALE_NOUNS = word_set(
    "woman girl lady mother wife daughter sister widow grandmother aunt girlfriend actress queen princess "
    "spokeswoman chairwoman congresswoman businesswoman heroine baroness duchess"
)
MALE_NOUNS = word_set(
    "man boy gentleman father husband son brother widower grandfather uncle boyfriend actor king prince "
    "spokesman chairman congressman businessman pope bishop priest"
)
ANONYMOUS_NOUNS = word_set(
    "media press outlets official officials source sources insider insiders person people man men woman women "
    "witness witnesses resident residents expert experts analyst analysts critic critics observer observers "
    "supporter supporters opponent opponents voter voters researcher researchers scientist scientists aide "
    "aides adviser advisers advisor advisors diplomat diplomats lawyer lawyers prosecutor prosecutors "
    "investigator investigators officer officers lawmaker lawmakers republicans democrats activist activists "
    "protester protesters reporter reporters journalist journalists economist economists historian historians "
    "scholar scholars doctor doctors teacher teachers student students parent parents employee employees "
    "worker workers executive executives leader leaders member members others some many most someone somebody "
    "everyone everybody nobody authorities politicians minister ministers poster posters user users "
    "individual individuals commentator commentators pundit pundits strategist strategists operative "
    "operatives blogger bloggers author authors teenager neighbor neighbour friend friends relatives "
    "colleague colleagues"
)
OFFICIAL_GROUPS = word_set("authorities officials government officialdom administration")

GOVERNMENT_NOUNS = word_set(
    "ministry department government parliament senate congress assembly duma council cabinet court tribunal "
    "police embassy consulate commission administration bureau directorate secretariat treasury army navy "
    "military forces command presidency chancellery prosecutor's sheriff's sheriff legislature house kremlin "
    "pentagon knesset bundestag"
)
ORGANISATION_NOUNS = word_set(
    "agency association authority organization organisation committee union party campaign coalition alliance "
    "league federation foundation institute institution center centre centers group company corporation corp "
    "corp. inc inc. ltd ltd. llc plc gmbh bank fund university college school academy hospital church society "
    "club team trust board office service services network laboratory lab museum library clinic firm partners "
    "holdings industries systems technologies airlines airways motors energy petroleum oil gas electric steel "
    "pharmaceuticals brothers bros. co co. studio studios records press project initiative movement front "
    "brigade survey observatory registry exchange conference forum panel task"
)
BROADCASTER_NOUNS = word_set("tv television radio channel broadcasting broadcaster broadcast news network station")
PUBLICATION_NOUNS = word_set(
    "times post journal herald tribune gazette chronicle telegraph guardian daily weekly magazine newspaper "
    "review standard observer mirror independent paper tabloid outlet website site blog portal"
)
AGENCY_NOUNS = word_set("agency newswire wire")

DOCUMENT_NOUNS = word_set(
    "statement statements report reports note memo memorandum letter letters email emails e-mail e-mails "
    "document documents communique communiqué release declaration study survey poll paper article editorial "
    "essay book indictment complaint lawsuit filing affidavit ruling decision opinion transcript testimony "
    "speech remarks comments comment message post tweet tweets posts blog posting summary review audit "
    "announcement bulletin notice advisory briefing brief analysis petition resolution law bill act "
    "constitution treaty agreement ad advertisement caption headline text file files"
)
# What a source has just said, spoken of as a thing: "this perspective", "the remarks".
SAYING_NOUNS = word_set(
    "remarks remark comments comment statement statements assertion claim claims perspective view views "
    "message words announcement interview speech address assessment warning criticism position opinion pledge "
    "promise denial response reply declaration allegation allegations accusation accusations testimony appeal "
    "news"
)
PREPOSITIONS = word_set(
    "of in on at by for with from to into onto about against between among through during before after over "
    "under near behind beside beyond despite without within toward towards upon across around like unlike via "
    "per as than including concerning regarding alongside"
)
DETERMINERS = word_set("the a an this that these those his her its their our my your some any each every no another")
FUNCTION_WORDS = (
    PREPOSITIONS
    | DETERMINERS
    | word_set(
        "internet web uh um oh hey hi hello yeah yep wow ah hmm and or but nor so yet if when while because "
        "although though since until unless whether where who whom whose which that what why how i you he she it "
        "we they me him us them there here not no yes also then now still just only even however moreover "
        "furthermore additionally meanwhile earlier later today yesterday tomorrow both all many most more much "
        "such other others same once again ever never perhaps maybe first second third last next one two three "
        "four five six seven eight nine ten well ok okay please thanks thank dear let can could will would shall "
        "should may might must do does did is are was were be been being has have had get got go going see look "
        "think know said says say according based given asked speaking following instead indeed therefore thus "
        "hence nevertheless nonetheless otherwise finally recently previously currently initially originally "
        "eventually apparently reportedly allegedly unfortunately fortunately none everybody everyone somebody "
        "someone something nothing everything few several"
    )
)
MONTHS_AND_DAYS = word_set(
    "january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. "
    "easter christmas"
)
PRONOUNS_MALE = word_set("he him his himself")
PRONOUNS_FEMALE = word_set("she her hers herself")
PRONOUNS_PLURAL = word_set("they them their theirs themselves")
PRONOUNS_THING = word_set("it its itself")
PRONOUNS_FIRST = word_set("i me my mine myself we us our ours ourselves")
PRONOUNS_RELATIVE = word_set("who which that whom whose")
PRONOUNS_SECOND = word_set("you your yours yourself yourselves")
PRONOUNS = (
    PRONOUNS_MALE
    | PRONOUNS_FEMALE
    | PRONOUNS_PLURAL
    | PRONOUNS_THING
    | PRONOUNS_FIRST
    | PRONOUNS_SECOND
    | word_set("who which that one this these those")
)
SPEECH_VERBS = word_set(
    "said says say saying told tells tell telling added adds adding asked asks stated states stating "
    "announced announces claimed claims claiming argued argues arguing noted notes noting explained explains "
    "explaining insisted insists warned warns warning wrote writes writing reported reports reporting denied "
    "denies confirmed confirms suggested suggests believes believed thinks thought acknowledged admitted "
    "conceded declared described describes commented comments responded replied repeated reiterated stressed "
    "stressing emphasized emphasised emphasizing emphasising urged vowed promised pledged predicted recalled "
    "remarked revealed asserted alleged called testified tweeted posted concluded estimated indicated "
    "highlighted reaffirmed signalled signaled complained criticized criticised praised blamed accused "
    "cautioned"
)
NAME_PARTICLES = word_set("de von van der den bin bint ibn al el la le da dos di du del della abu ben ter")
