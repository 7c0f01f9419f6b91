/** 512 short, plain English words for suggested passphrases: a power of two, so that none comes up more often. */
export const words: readonly string[] =
  `acorn actor agent album alder alpine amber anchor angle ankle apple arbor arena arrow artist atlas attic august autumn avenue
award axis azure bacon badge baker balcony ballad bamboo banjo barley barn basil basin basket beach beacon beaver beetle belt
bench berry bicycle birch bishop bison blade blanket blaze bloom bluff board border bottle bowl branch brass brave bread
breeze brick bridge bright bronze brook broom brush bubble bucket buckle bundle bunker butter button cabin cactus camel
camera canal candle candy canoe canvas canyon cargo carpet carrot carton castle cattle cedar cellar cement chalk chapel charm
cherry chess cider cinema citrus clay cliff clock cloud clover coast cobalt cocoa comet compass copper coral corner cosmic
cotton couch cradle crane crater cream crisp crown cruise crystal cube curve daisy dance dapper dawn delta denim depot desert
diesel dinner dolphin dome donkey double dragon drift drum dune dusk eagle early earth easel echo eclair elbow elder ember
emblem empire evening fabric falcon family farmer fathom fender fern ferry fiddle finch fjord flame flask fleet flint float
flora flour flute foam forest forge fossil fountain fox fresco frost fruit galaxy gallon garden garlic garnet gecko gentle
geyser ginger glacier glass glide globe glove goblet golden gondola goose grain granite grape gravel grove guitar gulf hammer
hamlet harbor harvest hazel heart hedge helmet herald heron hiker hollow honey hood horizon horn hotel hound hunter ice igloo
indigo inlet iris iron island ivory jacket jaguar jasmine jelly jewel jigsaw jolly journal jungle juniper kayak kennel kernel
kettle keyring kindle kingdom kiosk kitchen kitten knight koala ladder lagoon lake lamp lantern larch laser lattice laurel
lava lavender leaf ledge legend lemon lentil lichen lilac lily linen lion lizard lobby lodge lotus lumber lunar lyric magnet
mammal mango mantle maple marble margin market marsh mason meadow medal mellow melon mentor meteor mill mimosa mineral mint
mirror mitten modest monsoon morning mosaic moss motor mural museum music mustard myrtle napkin nectar needle nephew nest
nettle nickel night noble noodle north novel nugget nutmeg oasis oat ocean octave olive onion opal opera orange orbit orchard
orchid origin otter oval oxygen oyster paddle palace palm panda panel panther papaya paper parade parrot pasta patio patrol
pebble pecan pelican pencil pepper petal phrase piano picnic pigeon pilot pine pioneer pirate pixel planet plaza plum pocket
poem polar pollen pond poplar poppy portal potato prairie prism puddle puffin pulse pumpkin puppet purple puzzle quail quartz
quiet quill quilt quiver rabbit radar radish rain ranch rapid raven reef ribbon ridge ripple river robin rocket roster ruby
rustic saddle saffron sage sailor salmon salt sample sandal satin saturn scarf school scout season sedge seed shadow shell
shore silver simple sketch slate sleigh smooth snow socket solar sonnet spark spice spiral spruce squash stable star steam
stone stream sugar summit sunset swan syrup tablet talent tango teapot temple tent thunder tiger timber toffee topaz torch
tower trail tulip tunnel turtle tweed umbra uncle upland urban valley vanilla velvet violet violin vivid voyage waffle walnut
walrus water wheat willow window winter wolf wonder yarrow yellow zebra zenith zephyr`.split(/\s+/)
