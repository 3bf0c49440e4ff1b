module demarc/bench

go 1.25.0

require demarc v0.0.0

replace demarc => ../
