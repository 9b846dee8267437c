package model

// Section is a part of the product page about credits and pricing.
type Section struct {
	Title      string
	Paragraphs []Paragraph
}

// Paragraph is a paragraph, list item or link of a section.
type Paragraph struct {
	Text string
	Item bool // a line of a list
	Link URL  // target of the link, if any
}

// Guide is the product page "Credits and pricing" in its original wording, without its
// tables, which [DocumentedPlans] holds.
func Guide() []Section {
	text := func(s string) Paragraph { return Paragraph{Text: s} }
	item := func(s string) Paragraph { return Paragraph{Text: s, Item: true} }
	return []Section{
		{"How credits work", []Paragraph{
			text("Credits are the currency of Artificial Studio. Every generation costs credits, and the cost depends on the tool and model you use."),
			item("Each tool displays its credit cost before you generate, so you always know the price upfront."),
			item("Credits are deducted when you start a generation."),
			item("If a generation fails, your credits are refunded automatically."),
			item("Credits never expire and roll over month to month."),
			text("New users receive free credits when they sign up, so you can try the platform before committing to a plan."),
		}},
		{"Plans", []Paragraph{
			text("Artificial Studio offers four subscription plans. All plans include access to every tool and model on the platform."),
			{Text: "Visit app.artificialstudio.ai/pricing for current plan prices and credit amounts.", Link: PricingPage},
		}},
		{"What all plans include", []Paragraph{
			item("Access to 45+ AI models"),
			item("Commercial usage rights — you own what you create"),
			item("API access for programmatic use"),
			item("Credits that never expire"),
			item("Credits that roll over month to month"),
			item("Priority support"),
		}},
		{"Buy extra credits", []Paragraph{
			text("Already on a plan but need more? You can purchase additional credit packs anytime. Extra credits stack on top of your monthly allowance and never expire."),
			{Text: "Go to app.artificialstudio.ai/pricing while signed in to see available credit packs.", Link: PricingPage},
		}},
		{"Check your balance and usage", []Paragraph{
			text("Here: your balance is at the top of every pane, and 2 opens every transaction. On the website:"),
			{Text: "Go to Account > Usage. Click your profile icon and navigate to Account > Usage.", Item: true, Link: AccountPage},
			item("View your balance. Your current credit balance is displayed at the top of the page."),
			item("Review transaction history. Scroll down to see a detailed log of every transaction — generations, purchases, and refunds — with amounts and dates."),
		}},
		{"What happens when I run out of credits?", []Paragraph{
			text("You will not be able to generate until you add more credits, either by purchasing a credit pack or upgrading your plan."),
		}},
		{"Can I cancel my subscription?", []Paragraph{
			text("Yes, you can cancel anytime. You keep your plan benefits until the end of the billing period, and your remaining credits stay in your account."),
		}},
		{"What happens to unused credits?", []Paragraph{
			text("They roll over. If you have 500 credits left at the end of the month, they are added to your next month's allocation."),
		}},
		{"Can I get a refund?", []Paragraph{
			{Text: RefundWords, Link: RefundPolicy},
		}},
		{"What payment methods are accepted?", []Paragraph{
			text("All major credit cards (Visa, MasterCard, American Express) through Stripe. Your card information is never stored on Artificial Studio servers."),
		}},
		{"Can I use my creations commercially?", []Paragraph{
			text("Yes. All plans include full commercial usage rights. You own the content you create and can use it for personal projects, client work, marketing, products, and more."),
		}},
		{"Changing the plan", []Paragraph{
			{Text: "An upgrade takes effect at once; a downgrade at the start of the next billing cycle. On the website it is under Account > Settings > Manage Subscription.", Link: AccountPage},
		}},
		{"Deleting the account", []Paragraph{
			{Text: "Deleting the account deletes the credits. Settings, Usage and API Keys are the pages of the account on the website.", Link: AccountPage},
		}},
		{"Next steps", []Paragraph{
			{Text: "Account settings. Manage your account and API keys.", Item: true, Link: SettingsGuide},
			{Text: "Make your first creation. Get started with your first generation.", Item: true, Link: FirstCreation},
		}},
	}
}

// RefundWords is the product page's wording of the guarantee. It is quoted, not
// interpreted: the program promises no deadline (billing-api, rule 9).
const RefundWords = "There is a satisfaction guarantee within the first 7 days. After that, refunds are handled case by case. " +
	"See the Refund Policy for details."

// The keys of the features that the product page lists.
const (
	FeatureTools              = "tools"
	FeatureModels             = "models"
	FeatureCommercial         = "commercial"
	FeatureAPI                = "api"
	FeatureNeverExpire        = "never-expire"
	FeatureRollOver           = "roll-over"
	FeatureSupport            = "support"
	FeaturePriorityProcessing = "priority-processing"
	FeaturePriorityModels     = "priority-models"
)

// DocumentedPlans is the plan matrix of the product page: names, target customers and
// features, in order of rank. The page gives no prices and no amounts of credits, so these
// have none.
func DocumentedPlans() []Plan {
	plan := func(rank int, slug, bestFor string, processing, models bool) Plan {
		return Plan{
			Slug: slug, Name: PlanName(slug), BestFor: bestFor, Rank: rank,
			Prices: []Price{},
			Features: []Feature{
				{Key: FeatureTools, Label: "Access to every tool and model", Included: true},
				{Key: FeatureModels, Label: "Access to 45+ AI models", Included: true},
				{Key: FeatureCommercial, Label: "Commercial usage rights", Included: true, Note: "you own what you create"},
				{Key: FeatureAPI, Label: "API access for programmatic use", Included: true},
				{Key: FeatureNeverExpire, Label: "Credits that never expire", Included: true},
				{Key: FeatureRollOver, Label: "Credits that roll over month to month", Included: true},
				{Key: FeatureSupport, Label: "Priority support", Included: true},
				{Key: FeaturePriorityProcessing, Label: "Priority processing", Included: processing},
				{Key: FeaturePriorityModels, Label: "Priority access to new models", Included: models},
			},
		}
	}
	return []Plan{
		plan(1, "starter", "Casual users exploring AI generation", false, false),
		plan(2, "creator", "Regular creators who generate frequently", true, false),
		plan(3, "pro", "Power users and professionals", true, true),
		plan(4, "enterprise", "Large teams with custom needs", true, true),
	}
}
