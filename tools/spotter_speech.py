"""What the network of the commands is taught with: voices of no test, saying commands and much else.

The sentences of :data:`NEAR` and those put together by :func:`by_chance` are in no test either.
"""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import numpy as np
from command_recordings import to_rate, trimmed
from command_sentences import WORDINGS
from command_voices import Voice, available, speak

from massage_desktop.listening.commands import SPOKEN

NEAR = """\
Massage next week.|Massage next door.|Massage next time.|Massage the next one.|Massage oil.|Massage table.
Massage chair.|Massage more oil.|Massage more towels.|Massage more slowly.|Massage it.|Massage it hard.
Massage her.|Massage her hurts.|Massage lounge.|Massage loud music.|Massage quiet room.
Massage in the garden.|Massage and sessions of yoga.|Massage and swimming.|Massage in the evening.
Massage end of the month.|Massage sofa.|Massage so far.|Massage soft towels.
Massage pause button is broken.|Massage paws of the cat.|Massage porridge.|Massage resumes at nine.
Massage repeats itself.|Massage repeat customers.|Massage go karts.|Massage gold card.
Massage go backwards.|Massage go to bed.|Massage back.|Massage the back.|Massage my back.|Massage step.
Massage stepping stones.|Message from the school.|Message me.|Message received.|Message next to the phone.
My message was short.|My sage plant is dying.|Miss Age is a strange name.|Passage to the left.
Sausage and eggs.|Massive steps.|Massage, please.|Massage, thank you.|Massage, yes.|Massage, no, not now.
Massage, and then tea.|Massage, I said.|Massage for two.|Massage at noon.|Massage on Friday, next Friday.
A massage.|No massage.|The massage ends the session.|The massage is softer now.|The massage got louder.
The massage pauses here.|The massage goes back to old days.|Your massage hurts.|Her massage hurts me.
The massage needs more time.|Every massage has a next step.|First massage, next sleep.
After a massage, go back home.|A massage, quieter than a bath.|The message repeats that.
The message resumes.|I got a message, it hurts.|Your message, louder than words.|Stop the massage.
Start the massage.|Play the massage music.|Turn off the light.|Massage, turn off the light.
Massage, what is that?|Massage, come here.|Massage, let us eat.|Massage, again.|Massage, stop.
Massage, start.|Massage, hello.|Massage, good night.|Massage, left shoulder.|Massage, the feet.
Massage, harder.|Massage, slower.|Massage, faster.|Massage, longer.|Massage, water.|Massage, daughter.
Massage, lobster.|Massage, boxer.|Massage, because.|Massage, laws.|Massage, perfume.|Massage, costume.
Massage, delete that.|Massage, defeat that.|Massage, four times.|Massage, more lime.|Massage, big step.
Massage, text step.|Massage, slow track.|Massage, come back.|Massage, give back.|Massage, end passion.
Massage, an invention.|Massage, it works.|Massage, it helps.|Massage, it burns."""
"""Sentences that sound a little like a command, a sign between them."""

WHO = """I|you|we|they|my sister|the neighbour|her brother|the doctor|our teacher|the old man|nobody
a friend of mine|the children|the cat|my mother|the woman next door|the cook|the driver|everybody
the man from the bank"""
DOES = """saw|heard|wanted|bought|lost|found|forgot|carried|painted|cleaned|sold|brought|opened|closed
needed|liked|left|paused at|went back to|repeated|resumed|hurt|described|counted|remembered|talked about
laughed about|looked for|paid for|waited for|walked past"""
WHAT = """the blue car|a warm soup|two old books|the kitchen window|the message|a massage oil|the last bus
some bread and cheese|the loud radio|a quiet place|the soft pillow|the end of the film|the next chapter
that strange sound|the garden gate|his right foot|her shoulders|the summer holidays|the first session
a glass of water|the long staircase|the newspaper|three green apples|the broken lamp|a letter from Paris
the telephone|the whole story|the music|the river bank|the shopping list"""
WHEN = """yesterday|this morning|on Monday|last year|after lunch|before the rain|once more|many times
again and again|in the evening|at half past six|for an hour|without a word|as always|in the dark|next week
at the same time|in the end|a little later|while it snowed"""
SHORT = """Yes.|No.|Not now.|Thank you.|Okay.|Of course.|Really?|Good.|Come in.|Look at this.|Just a moment.
Never mind.|What?|Hello there.|I see.|That is fine.|All right then.|More.|Time.|Next.|Step.|Back.|Go.|Session.
Soft.|Quiet.|Loud.|Repeat.|Hurts.|End.|Go on.|More time please.|Step by step.|Back again.|It hurts a bit.
Quieter please.|Louder please.|Next one.|Go back home.|Pause it.|Repeat it."""

NAMES = """af_alloy af_aoede am_santa bf_lily em_santa hf_beta hm_psi im_nicola jf_alpha jf_gongitsune
jf_tebukuro jm_kumo pf_dora pm_santa zf_xiaobei zf_xiaoni zf_xiaoxiao zf_xiaoyi zm_yunjian zm_yunxia
zm_yunyang"""
VARIANTS = """adam Alex Alicia Andrea Andy Annie antonio aunty belinda benjamin boris caleb david Denis ed
edward Gene Gene2 Henrique Hugo iven iven2 iven3 john Lee marcelo Marco Mario max Michael michel miguel mike
Mr pablo paul pedro quincy RicishayMax rob robert steph steph2 steph3 Storm travis victor zac anika f1 f2 f4
f5 grandpa grandma klatt klatt2 klatt3 klatt4 m1 m2 m4 m5 m6 m8 norbert sandro shelby"""
ACCENTS = "en-us en-gb en-gb-x-rp en-us en-gb-x-gbclan en-gb-x-gbcwmd en-029 en-us"

CHEAP = ("espeak", "flite", "festival")
BLENDS = 27


def parts(texts: str) -> list[str]:
    """The texts of one of the lists above."""
    return texts.replace("\n", "|").split("|")


def teachers() -> list[Voice]:
    """Voices, and voices between two of them; none is in either half of the test set."""
    chance, names, pairs = random.Random(5), NAMES.split(), set[str]()
    while len(pairs) < BLENDS:
        pairs.add("+".join(sorted(chance.sample(names, 2))))
    accents = ACCENTS.split()
    found = [Voice("kokoro", name, "teach") for name in (*names, *sorted(pairs))]
    for number, name in enumerate(VARIANTS.split()):
        found.append(Voice("espeak", f"{accents[number % len(accents)]}+{name}", "teach"))
    others = (("flite", "kal"), ("flite", "kal16"), ("festival", "ked_diphone"))
    return found + [Voice(engine, name, "teach") for engine, name in others]


def by_chance(chance: random.Random) -> str:
    """A sentence nobody may have said yet, of every third word something like a command."""
    who, does, what, when = (chance.choice(parts(texts)) for texts in (WHO, DOES, WHAT, WHEN))
    said = f"{who} {does} {what}"
    kinds = (
        chance.choice(parts(SHORT)),
        f"{said} {when}.",
        f"{when}, {said}.",
        f"{said}, and {chance.choice(parts(WHO))} {chance.choice(parts(DOES))} {chance.choice(parts(WHAT))}.",
        f"{chance.choice(('Did', 'Why did', 'When did', 'How often did'))} {said} {when}?",
    )
    picked = chance.choices(kinds, (20, 60, 10, 10, 10))[0]
    return picked[0].upper() + picked[1:]


def sayings(voice: Voice) -> list[tuple[str, str, float]]:
    """File name, text and pace of everything that ``voice`` says."""
    chance, cheap = random.Random(zlib.crc32(voice.id.encode())), voice.engine in CHEAP
    found: list[tuple[str, str]] = []
    for command in SPOKEN:
        name = command.replace(" ", "-")
        wordings = range(3) if cheap else chance.sample(range(3), 2)
        found += [(f"command_{name}_{n}", WORDINGS[n].format(command)) for n in wordings]
        found.append((f"bare_{name}", f"{command.capitalize()}."))
    found += [("prefix_0", "Massage."), ("prefix_1", "Massage,")]
    near = chance.sample(parts(NEAR), 40 if cheap else 14)
    found += [(f"near_{n}", text) for n, text in enumerate(near)]
    found += [(f"talk_{n}", by_chance(chance)) for n in range(30 if cheap else 9)]
    return [(name, text, chance.uniform(0.82, 1.22)) for name, text in found]


def speak_all(folder: Path) -> None:
    """Every teacher, every saying, as FOLDER/taught/VOICE/NAME.npy (16 kHz, 16 bits)."""
    for voice in available(teachers()):
        place = folder / "taught" / voice.id
        place.mkdir(parents=True, exist_ok=True)
        for name, text, pace in sayings(voice):
            file = place / f"{name}.npy"
            if file.exists():
                continue
            samples = trimmed(to_rate(*speak(voice, text, pace)))
            samples *= 0.5 / max(float(np.abs(samples).max()), 1e-6)
            np.save(file, np.round(samples * 32767).astype(np.int16))
        print(voice.id, flush=True)
