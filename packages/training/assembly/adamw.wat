;; The optimizer: the gradient's norm, and AdamW with clipping and the moving average (EMA) in one pass.
;;
;; Both functions read flat regions of float32 in the imported memory. A region begins at a byte offset that is a multiple
;; of 16 and holds $count numbers, a positive multiple of 4: four of them make a vector. Padding is zero, and stays zero:
;; every formula below maps zeros to zero.
;;
;; "npm run assemble" turns this file into src/adamwWasm.ts.
(module
  (import "training" "memory" (memory 1))

  ;; sqrt(sum of g²), with squares and sums in float64: no gradient is too large or too small for it.
  (func (export "gradientNorm")
    (param $gradient i32) (param $count i32)
    (result f64)
    (local $end i32)
    (local $g v128)
    (local $low v128) (local $high v128)        ;; elements 0 and 1, elements 2 and 3 of $g as float64
    (local $sumLow v128) (local $sumHigh v128)

    (local.set $end (i32.add (local.get $gradient) (i32.shl (local.get $count) (i32.const 2))))
    (loop $nextVector
      (local.set $g (v128.load (local.get $gradient)))
      (local.set $low (f64x2.promote_low_f32x4 (local.get $g)))
      (local.set $high
        (f64x2.promote_low_f32x4
          (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $g) (local.get $g))))
      (local.set $sumLow
        (f64x2.add (local.get $sumLow) (f64x2.mul (local.get $low) (local.get $low))))
      (local.set $sumHigh
        (f64x2.add (local.get $sumHigh) (f64x2.mul (local.get $high) (local.get $high))))
      (local.set $gradient (i32.add (local.get $gradient) (i32.const 16)))
      (br_if $nextVector (i32.ne (local.get $gradient) (local.get $end))))

    (local.set $sumLow (f64x2.add (local.get $sumLow) (local.get $sumHigh)))
    (f64.sqrt
      (f64.add
        (f64x2.extract_lane 0 (local.get $sumLow))
        (f64x2.extract_lane 1 (local.get $sumLow)))))

  ;; One update, in the order of PyTorch's AdamW (θ parameters, g gradient, m and v moments, η learning rate, k step from 1):
  ;;
  ;;   g ← clip · g
  ;;   θ ← θ · (1 − η·weightDecay)                                  $shrink
  ;;   m ← β1·m + (1 − β1)·g                                        $beta1
  ;;   v ← β2·v + (1 − β2)·g²                                       $beta2, $oneMinusBeta2
  ;;   θ ← θ − η/(1 − β1^k) · m / (√v / √(1 − β2^k) + ε)            $stepSize, $correction = √(1 − β2^k), $epsilon
  ;;   ema ← ema + (1 − decay)·(θ − ema)                            $emaWeight
  ;;
  ;; The gradient is only read: what clips it is a factor.
  (func (export "update")
    (param $parameter i32) (param $gradient i32) (param $firstMoment i32) (param $secondMoment i32) (param $ema i32)
    (param $count i32)
    (param $clip f32) (param $shrink f32)
    (param $beta1 f32) (param $oneMinusBeta1 f32) (param $beta2 f32) (param $oneMinusBeta2 f32)
    (param $stepSize f32) (param $correction f32) (param $epsilon f32)
    (param $emaWeight f32)
    (local $end i32)
    (local $clips v128) (local $shrinks v128)
    (local $mostlyOld v128) (local $lerp v128)
    (local $betas2 v128) (local $oneMinusBetas2 v128)
    (local $stepSizes v128) (local $corrections v128) (local $epsilons v128)
    (local $emaWeights v128)
    (local $p v128) (local $g v128) (local $m v128) (local $v v128) (local $e v128)
    (local $near v128) (local $far v128)

    (local.set $clips (f32x4.splat (local.get $clip)))
    (local.set $shrinks (f32x4.splat (local.get $shrink)))
    (local.set $betas2 (f32x4.splat (local.get $beta2)))
    (local.set $oneMinusBetas2 (f32x4.splat (local.get $oneMinusBeta2)))
    (local.set $stepSizes (f32x4.splat (local.get $stepSize)))
    (local.set $corrections (f32x4.splat (local.get $correction)))
    (local.set $epsilons (f32x4.splat (local.get $epsilon)))
    (local.set $emaWeights (f32x4.splat (local.get $emaWeight)))
    ;; The mean of m and g goes out from the one with the larger weight, as PyTorch's lerp does: so it is exact at both ends.
    ;; The mask is all ones if that is m.
    (local.set $mostlyOld
      (f32x4.lt (f32x4.splat (local.get $oneMinusBeta1)) (f32x4.splat (f32.const 0.5))))
    (local.set $lerp
      (f32x4.splat (f32.min (local.get $oneMinusBeta1) (local.get $beta1))))

    (local.set $end (i32.add (local.get $parameter) (i32.shl (local.get $count) (i32.const 2))))
    (loop $nextVector
      (local.set $g (f32x4.mul (v128.load (local.get $gradient)) (local.get $clips)))

      (local.set $m (v128.load (local.get $firstMoment)))
      (local.set $near (v128.bitselect (local.get $m) (local.get $g) (local.get $mostlyOld)))
      (local.set $far (v128.bitselect (local.get $g) (local.get $m) (local.get $mostlyOld)))
      (local.set $m
        (f32x4.add
          (local.get $near)
          (f32x4.mul (local.get $lerp) (f32x4.sub (local.get $far) (local.get $near)))))
      (v128.store (local.get $firstMoment) (local.get $m))

      (local.set $v
        (f32x4.add
          (f32x4.mul (v128.load (local.get $secondMoment)) (local.get $betas2))
          (f32x4.mul (f32x4.mul (local.get $oneMinusBetas2) (local.get $g)) (local.get $g))))
      (v128.store (local.get $secondMoment) (local.get $v))

      (local.set $p
        (f32x4.sub
          (f32x4.mul (v128.load (local.get $parameter)) (local.get $shrinks))
          (f32x4.div
            (f32x4.mul (local.get $stepSizes) (local.get $m))
            (f32x4.add
              (f32x4.div (f32x4.sqrt (local.get $v)) (local.get $corrections))
              (local.get $epsilons)))))
      (v128.store (local.get $parameter) (local.get $p))

      (local.set $e (v128.load (local.get $ema)))
      (v128.store (local.get $ema)
        (f32x4.add
          (local.get $e)
          (f32x4.mul (local.get $emaWeights) (f32x4.sub (local.get $p) (local.get $e)))))

      (local.set $parameter (i32.add (local.get $parameter) (i32.const 16)))
      (local.set $gradient (i32.add (local.get $gradient) (i32.const 16)))
      (local.set $firstMoment (i32.add (local.get $firstMoment) (i32.const 16)))
      (local.set $secondMoment (i32.add (local.get $secondMoment) (i32.const 16)))
      (local.set $ema (i32.add (local.get $ema) (i32.const 16)))
      (br_if $nextVector (i32.ne (local.get $parameter) (local.get $end)))))
)
