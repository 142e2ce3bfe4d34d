"""Passphrases of words drawn by lot, and phrases that everybody knows.

The words are a list of our own: everyday things and doings, short, easy to spell, none that hurts. A phrase is strong because it was drawn,
not because it is hidden how: the list is public.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from math import log2
from typing import Final

#: Words in a phrase, fewest first. With five the list alone makes about 50 bits.
LENGTHS: Final = (5, 6, 7)
#: Guesses in a second of somebody with our stolen files and a hall of machines; each costs him 100 MiB and two passes (Argon2id).
_GUESSES: Final = 10_000
_YEAR: Final = 365.25 * 86400


@dataclass(frozen=True)
class Proposal:
    """A phrase, how many bits drawing it was worth, and the same in words (a message id)."""

    phrase: str
    bits: float
    said: str


def propose() -> list[Proposal]:
    """One new phrase of each length."""
    return [draw(words) for words in LENGTHS]


def draw(words: int) -> Proposal:
    """A phrase of so many words, each drawn by lot; one word may come twice."""
    bits = words * log2(len(WORDS))
    return Proposal(" ".join(secrets.choice(WORDS) for _ in range(words)), bits, in_words(bits))


def in_words(bits: float) -> str:
    """How long somebody with our stolen files would try, half of all phrases: a message id."""
    years = 2 ** (bits - 1) / _GUESSES / _YEAR
    if years < 100:
        return "Too short: somebody with our stolen files would find it."
    if years < 100_000:
        return "Somebody with our stolen files and a hall of machines would try for hundreds of years."
    return "Longer than anybody could try."


def well_known(phrase: str) -> bool:
    """Whether this is a phrase that others would think of, or one with a few letters or digits more."""
    plain = _plain(phrase)
    return any(known in plain and len(plain) - len(known) <= 6 for known in KNOWN)


def _plain(phrase: str) -> str:
    apart = unicodedata.normalize("NFKD", phrase.casefold())
    return "".join(letter for letter in apart if letter.isalnum())


#: Not all; zxcvbn knows names, words and keyboards. These are whole sentences that it takes for strong.
_SENTENCES: Final = """
correct horse battery staple
the quick brown fox jumps over the lazy dog
to be or not to be that is the question
may the force be with you
in the beginning was the word
the lord is my shepherd i shall not want
our father who art in heaven
love your neighbour as yourself
do unto others as you would have them do unto you
all human beings are born free and equal in dignity and rights
freedom and dignity for all people
end modern slavery in our lifetime
stop human trafficking now
nothing about us without us
leave no one behind
do no harm and take care
this is my secret passphrase
this is my new password for work
please let me in right now
open sesame open sesame
never gonna give you up never gonna let you down
once upon a time in a land far away
twinkle twinkle little star how i wonder what you are
happy birthday to you dear friend
bhinneka tunggal ika selamanya
indonesia raya merdeka merdeka
ketuhanan yang maha esa
độc lập tự do hạnh phúc
chat satsana phra mahakasat
nation religion king forever
practice lantern ferry orchid
"""
KNOWN: Final = tuple(_plain(line) for line in _SENTENCES.split("\n") if line)

WORDS: Final = tuple(
    """
acorn alarm album alley almond aloe alpine amber anchor angle ankle answer anthem apple apricot apron arcade arch arrow artist aspen atlas attic aunt
autumn avocado awning axle badger bagpipe baker bakery balcony ballet balloon bamboo banana banjo bark barley barn barrel basil basket bay beach
beacon bead beak beam bean beaver beetle bell belt bench berry bicycle birch birthday biscuit bison blanket blender bloom blossom blue board boat bolt
bonfire bonnet book boot border borrow bottle bottom boulder bowl bracelet branch brass brave bread breeze brick bridge bright brisk broad bronze
brook broom brush bubble bucket buckle bud buffalo builder bumper bundle bus busy butter button cabbage cabin cable cactus cake calendar calm camel
camera candle candy canoe canvas canyon cape captain caramel card careful cargo carpet carrot cart carve cashew castle cattle cave cedar ceiling
cellar cello century chair chalk chapter cheerful cheese chef cherry chess chestnut chimney chorus cider cinema cinnamon circle clarinet class clay
clear clever cliff cloak clock closet cloud clover coast coat cobalt coconut coffee coin cold collar column comet compass concert cook cool copper
coral cork corn corner cotton couch country cousin cover cowbell cradle crane crate crayon creek cricket crisp crow crown crystal cub cup curious
curtain cushion cymbal daffodil dairy daisy dance dancer dawn deck deep desert dial diamond dice dinner dish dive dolphin dome donkey doodle door
doorbell dove dragon draw drawer dream drift drum dry duck duet dune eager eagle early easel easy echo edge eel egg elbow elephant ember emerald
engine envelope even evening fabric fair fairy falcon fan farmer fast faucet feast feather fence fern ferret ferry festival fiddle field fig finch
fine finger firefly fisher flame flannel flask fleece float flock floor flour flower flute fly fog fold follow foot forest fork fossil fountain fox
fresh friendly fringe frog frost fruit fudge full funnel galaxy gallery garden garlic gate gazelle gecko gem gentle giant gift ginger giraffe glacier
glad glass glide glitter globe glove goat gold golden gondola gong goose gourd grain grand granite grape grass gravel gravy green grove grow guest
guitar gull gym hairpin hall hammer hammock handle happy harbour harp harvest hat hawk hazel hedge helmet hen herb hero heron hill hive holiday hollow
honey hook hoop hop horizon horse hotel hour house hum humble ice igloo iguana inch indigo ink iris iron island ivory ivy jacket jade jaguar jam jar
jasmine jelly jersey jewel jigsaw jolly journey jug juggle juice jump jungle kayak keen kernel kettle keyboard kind kingdom kiosk kitchen kite kitten
knee knit knob koala label lace ladder lagoon lake lamb lamp lane language lantern large lark lasso latch late laugh laurel lavender lawn layer lazy
leaf leap ledge lemon lend lentil letter lettuce lever library lichen lid light lilac lily lime linen lion listen little lively lizard lobster locket
lodge log long loom lotus loud lucky lumber lute lynx magnet magpie mail mango map maple marble market marsh mask mast mattress meadow medal mellow
melon menu mercury mermaid merry meteor midnight mild mile milk mill mint minute mirror mist mitten model modest mole monkey monsoon moon moss moth
motor mountain movie muffin mug mural museum mushroom music mustard nail name napkin narrow neat neck nectar needle neighbour nest nettle new nickel
night noble noodle nose notebook novel number nut nutmeg oak oar oasis oat ocean old olive onion opal open orange orbit orchard orchestra orchid organ
otherwise otter oval oven owl oyster package paddle paddy page paint painter palace palm pancake panda panel papaya paper parade parcel park parrot
parsley partner passenger pastry patch path patient pea peach peacock pear pearl pebble pecan pedal pelican pen pencil penguin pepper petal photo
piano pickle picnic picture pie pier pigeon pillow pilot pine pink pinwheel pipe pistachio pixel plain planet plant plate plaza plough plum pocket pod
poem point polar polite polka pond pony pool popcorn poppy porch porridge postcard potato pottery pouch powder prairie present prism proud pudding
pulley pump pumpkin puppet purple puzzle quail quarry quartz quick quiet quill quilt rabbit rack radio radish raft rail rain rainbow raisin ranch
rapid rare raven read recipe record red reed reef rest rhyme ribbon rice rich ride rider ring ripe ripple river road roam robin robot rock rocket
rolling roof rooster rope rose round ruby rug rustic sack saddle saffron sail sailor salad salmon salt sand sandal sapphire satin sauce saucer
saxophone scale scarf school scout screen seagull seal season seat seed seesaw sesame sew shadow share sharp shawl sheep shelf shell shine ship shirt
shoe shop shore short shovel sign silent silk silver sing singer skate sketch skill skip sky sled sleepy sleeve sleigh slipper slope slow small smile
smoke smooth snack snail snow soap sock sofa soft solid soup spark sparrow spice spider spin spinach spiral sponge spoon sport spotted spring spruce
square squash squirrel stable stage staircase stamp star statue steady steam stem step still stir stone stool stork storm story straw stream street
string striped strong studio sugar suitcase summer sun sunny sunrise swallow swan sweater swift swim swing syrup table tablet tail tailor talent tall
tambourine tame tango tape tea team teapot temple tender tent thimble thin thistle thread thumb thunder ticket tide tiger tile timber tiny toad toast
toe tomato tool top topaz torch tortoise towel tower toy track trail train travel treasure tree trophy truck trumpet trust tub tuba tulip tunnel
turnip turtle twig twist umbrella uncle unicorn uniform valley vanilla vase velvet vest village vine violet violin visitor voice volcano vowel waffle
wagon walk wallet walnut walrus wand wander warm wash watch water wave wax weasel weather weave well whale wheat wheel whisper whistle wicker wide
wild willow window wing winter wire wise wolf wonder wood wool word world wren wrist write yard yarn year yellow yogurt young zebra zephyr zinc zipper
zoo
""".split()
)
